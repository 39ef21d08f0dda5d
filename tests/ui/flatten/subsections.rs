use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    #[migratable(subsection(tag = 1))]
    rate: Option<u32>,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
