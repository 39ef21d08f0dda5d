use migratable::Migratable;

#[derive(Migratable)]
#[migratable(devise = "pl011", version = 2)]
struct Uart {
    flags: u32,
}

fn main() {}
