use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 0..=16, fill = 0)]
    levels: [u8; 4],
}

fn main() {}
