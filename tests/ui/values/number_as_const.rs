use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "pl011", version = VERSION)]
struct Uart {
    flags: u32,
}

fn main() {}
