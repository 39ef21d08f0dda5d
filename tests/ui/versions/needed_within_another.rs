use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "rtc", needed = Self::needed)]
struct Rtc {
    nanoseconds: u64,
}

impl Rtc {
    fn needed(&self) -> bool {
        self.nanoseconds != 0
    }
}

#[derive(Migratable)]
#[migratable(device = "board")]
struct Board {
    reset: bool,
    clocks: Vec<Option<Box<Rtc>>>,
}

fn main() {}
