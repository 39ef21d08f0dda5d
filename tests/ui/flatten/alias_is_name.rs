use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(alias = "rate")]
    speed: u8,
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
