use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 0..=16)]
    value: [u8; 4],
}

fn main() {}
