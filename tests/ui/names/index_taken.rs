use migratable::Migratable;

#[derive(Migratable)]
struct Pair(#[migratable(rename = "1")] u32, u32);

fn main() {}
