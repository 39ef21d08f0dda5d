use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "pl011", version = 2)]
struct Uart {
    flags: u32,
}

fn main() {}
