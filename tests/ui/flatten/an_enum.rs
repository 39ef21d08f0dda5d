use migratable::Migratable;

#[derive(Migratable)]
enum Clock {
    On(u32),
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
