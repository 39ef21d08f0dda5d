use migratable::Migratable;

#[derive(Migratable)]
#[migratable(default = computed(Level::reset()))]
struct Level {
    value: u8,
}

#[derive(Migratable)]
#[migratable(default)]
enum Mode {
    Off,
    On,
}

#[derive(Migratable)]
#[migratable(default)]
struct Clock {
    #[migratable(subsection(tag = 1, needed = |clock: &Self| clock.rate > 0), default)]
    rate: u8,
}

#[derive(Migratable)]
#[migratable(from = u8, into = u8, default)]
struct Speed(u8);

impl From<u8> for Speed {
    fn from(speed: u8) -> Self {
        Self(speed)
    }
}

impl From<&Speed> for u8 {
    fn from(speed: &Speed) -> Self {
        speed.0
    }
}

fn main() {}
