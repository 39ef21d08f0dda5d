use migratable::Migratable;

#[derive(Migratable)]
#[migratable(remote = other::Uart, device = "pl011")]
struct Uart {
    flags: u32,
}

fn main() {}
