use migratable::Migratable;

#[derive(Migratable)]
#[migratable(
    device = "level",
    version = 2,
    transparent,
    older(version = 1, type = u8, convert = |_: &mut Self, _: u8| ())
)]
struct Level {
    percent: u8,
}

fn main() {}
