use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(shape = [u8], unit = 5)]
    value: u32,
}

fn main() {}
