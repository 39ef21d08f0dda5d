use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(bits = 12)]
    value: u32,
}

fn main() {}
