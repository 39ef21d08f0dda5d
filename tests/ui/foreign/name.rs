use migratable::Migratable;

#[derive(Migratable)]
#[migratable(name = "pl011")]
struct Uart {
    flags: u32,
}

fn main() {}
