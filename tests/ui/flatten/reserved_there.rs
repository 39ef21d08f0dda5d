use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved("divisor"))]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
