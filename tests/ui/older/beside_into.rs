use migratable::Migratable;

#[derive(Migratable, Clone)]
#[migratable(
    device = "level",
    version = 2,
    from = u8,
    into = u8,
    older(version = 1, type = u8, convert = |_: &mut Self, _: u8| ())
)]
struct Level {
    percent: u8,
}

impl From<u8> for Level {
    fn from(percent: u8) -> Self {
        Self { percent }
    }
}

impl From<&Level> for u8 {
    fn from(level: &Level) -> Self {
        level.percent
    }
}

fn main() {}
