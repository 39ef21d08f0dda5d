use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "rtc", loaded = Self::loaded)]
struct Rtc {
    nanoseconds: u64,
}

impl Rtc {
    fn loaded(&mut self) {}
}

#[derive(Migratable)]
#[migratable(device = "board")]
struct Board {
    reset: bool,
    clocks: Vec<Option<Box<Rtc>>>,
}

fn main() {}
