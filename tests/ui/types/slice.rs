use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    value: [u8],
}

fn main() {}
