use migratable::Migratable;

#[derive(Migratable)]
#[migratable(transparent)]
struct Pair(u32, u32);

fn main() {}
