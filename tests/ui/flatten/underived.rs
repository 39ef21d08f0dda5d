use migratable::Migratable;

struct Clock;

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
