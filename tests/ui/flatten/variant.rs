use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
enum Uart {
    Off,
    On {
        rate: u8,
        #[migratable(flatten)]
        clock: Clock,
    },
}

fn main() {}
