use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    On,
}

impl Mode {
    const RESET: Self = Mode::On;
}

const OFF: Mode = Mode::Off;

#[derive(Migratable)]
struct Speed {
    #[migratable(range = 0..=9)]
    value: u8,
}

#[derive(Migratable)]
struct Clock {
    #[migratable(subsection(tag = 1, needed = |clock: &Self| clock.rate > 0), default)]
    rate: u8,
}

#[derive(Migratable)]
#[migratable(from = u8, into = u8)]
struct Level(u8);

impl From<u8> for Level {
    fn from(level: u8) -> Self {
        Self(level / 10)
    }
}

impl From<&Level> for u8 {
    fn from(level: &Level) -> Self {
        level.0 * 10
    }
}

#[derive(Migratable)]
#[migratable(device = "constant")]
struct Constant {
    #[migratable(default = Mode::RESET)]
    mode: Mode,
}

#[derive(Migratable)]
#[migratable(device = "range")]
struct Range {
    #[migratable(default = Some(Speed { value: 10 }))]
    speed: Option<Speed>,
}

#[derive(Migratable)]
#[migratable(device = "condition")]
struct Condition {
    #[migratable(default = Clock { rate: 3 })]
    clock: Clock,
}

#[derive(Migratable)]
#[migratable(device = "conversion")]
struct Conversion {
    #[migratable(default = Level(3))]
    level: Level,
}

const ALARM: Option<u8> = Some(3);
const LEVEL: u8 = 9;

#[derive(Migratable)]
struct Alarmed {
    start: u8,
    #[migratable(subsection(tag = 1))]
    alarm: Option<u8>,
}

#[derive(Migratable)]
#[migratable(transparent)]
struct Cached {
    #[migratable(skip = 0)]
    cache: u8,
    level: u8,
}

#[derive(Migratable)]
#[migratable(device = "subsection")]
struct Subsection {
    #[migratable(default = Alarmed { start: 1, alarm: ALARM })]
    alarmed: Alarmed,
}

#[derive(Migratable)]
#[migratable(device = "content")]
struct Content {
    #[migratable(default = Cached { cache: 5, level: LEVEL })]
    cached: Cached,
}

fn main() {}
