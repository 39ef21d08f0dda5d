use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "clock", version = 2, oldest = 2)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
