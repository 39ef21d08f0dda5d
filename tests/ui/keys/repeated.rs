use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "pl011", device = "pl022")]
struct Uart {
    flags: u32,
}

fn main() {}
