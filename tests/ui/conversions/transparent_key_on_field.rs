use migratable::Migratable;

#[derive(Migratable)]
#[migratable(transparent)]
struct Level(#[migratable(range = 0..=16)] u32);

fn main() {}
