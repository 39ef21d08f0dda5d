use migratable::Migratable;

#[derive(Migratable)]
#[migratable(transparent)]
struct Pair(#[migratable(skip = 0)] u32);

fn main() {}
