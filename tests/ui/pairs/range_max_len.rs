use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 0..=16, max_len = 16)]
    value: u32,
}

fn main() {}
