use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "pl011")]
struct Uart {
    level: u32,
}

#[derive(Migratable)]
#[migratable(device = "pl011")]
struct OtherUart {
    level: u32,
}

fn main() {}
