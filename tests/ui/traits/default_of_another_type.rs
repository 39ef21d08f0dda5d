use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "uart")]
struct Uart {
    #[migratable(default = 7)]
    level: Level,
}

#[derive(Clone, Migratable)]
#[migratable(from = u8, into = u8)]
struct Level(u8);

impl From<u8> for Level {
    fn from(level: u8) -> Self {
        Level(level)
    }
}

impl From<&Level> for u8 {
    fn from(level: &Level) -> Self {
        level.0
    }
}

fn main() {}
