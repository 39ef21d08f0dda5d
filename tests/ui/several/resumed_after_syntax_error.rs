use migratable::Migratable;

#[derive(Migratable)]
#[migratable(from = Map<u32, +>, into = "u32", rename = Level)]
struct Uart {
    flags: u32,
}

fn main() {}
