use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(skip, flatten)]
    clock: Clock,
}

fn main() {}
