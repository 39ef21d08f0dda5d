use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(with = "ClockAdapter")]
    value: u32,
}

fn main() {}
