use migratable::Migratable;

#[derive(Migratable)]
#[migratable(flatten)]
struct Uart {
    rate: u8,
}

fn main() {}
