use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "rtc", version = 2, upgrade = Self::upgrade)]
struct Rtc {
    nanoseconds: u64,
}

impl Rtc {
    fn upgrade(&mut self, _from: u32) {
        self.nanoseconds *= 1_000_000_000;
    }
}

#[derive(Migratable)]
#[migratable(device = "board")]
struct Board {
    reset: bool,
    clocks: Vec<Option<Box<Rtc>>>,
}

#[derive(Migratable)]
struct Wrapped(Rtc);

fn main() {}
