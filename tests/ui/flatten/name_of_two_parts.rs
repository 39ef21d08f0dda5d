use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Timer {
    rate: u64,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
    #[migratable(flatten)]
    timer: Timer,
}

fn main() {}
