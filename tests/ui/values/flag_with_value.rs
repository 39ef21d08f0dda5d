use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(varint = true)]
    value: u32,
}

fn main() {}
