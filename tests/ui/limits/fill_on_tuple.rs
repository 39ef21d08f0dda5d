use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(fill = 0)]
    value: (u8, u8),
}

fn main() {}
