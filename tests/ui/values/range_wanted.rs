use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 16)]
    value: u32,
}

fn main() {}
