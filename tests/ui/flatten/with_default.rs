use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten, default)]
    clock: Clock,
}

fn main() {}
