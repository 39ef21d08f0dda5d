use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(device = "pl011")]
    value: u32,
}

fn main() {}
