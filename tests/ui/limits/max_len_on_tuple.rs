use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(max_len = 2)]
    value: (u8, u8),
}

fn main() {}
