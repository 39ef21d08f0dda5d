use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "divisor", type = u8))]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
