use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "rtc", blocked = Self::blocked)]
struct Rtc {
    nanoseconds: u64,
}

impl Rtc {
    fn blocked(&self) -> Option<&str> {
        None
    }
}

#[derive(Migratable)]
#[migratable(device = "board")]
struct Board {
    reset: bool,
    clocks: Vec<Option<Box<Rtc>>>,
}

fn main() {}
