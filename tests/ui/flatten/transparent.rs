use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
#[migratable(transparent)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
