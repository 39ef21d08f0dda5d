use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 1..=16)]
    divider: std::num::NonZero<u8>,
}

fn main() {}
