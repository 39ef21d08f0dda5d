use migratable::Migratable;

#[derive(Migratable)]
#[migratable(transparent, from = u32, into = u32)]
struct Level(u32);

fn main() {}
