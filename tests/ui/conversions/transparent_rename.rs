use migratable::Migratable;

#[derive(Migratable)]
#[migratable(transparent, rename = "Level")]
struct FifoLevel(u32);

fn main() {}
