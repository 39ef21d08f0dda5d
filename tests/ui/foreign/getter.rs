use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(getter = "Uart::value")]
    value: u32,
}

fn main() {}
