use migratable::Migratable;

#[derive(Migratable)]
#[migratable(version = 2, transparent)]
struct Level {
    percent: u8,
}

fn main() {}
