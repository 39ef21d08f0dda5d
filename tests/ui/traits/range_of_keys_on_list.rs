use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range(keys = 0..=16))]
    value: Vec<u8>,
}

fn main() {}
