use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(max_len = 4)]
    value: [u8; 4],
}

fn main() {}
