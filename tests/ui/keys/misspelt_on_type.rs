use migratable::Migratable;

#[derive(Migratable)]
#[migratable(devise = "pl011")]
struct Uart {
    flags: u32,
}

fn main() {}
