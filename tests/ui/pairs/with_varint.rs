use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(with = ClockAdapter, varint)]
    value: u32,
}

fn main() {}
