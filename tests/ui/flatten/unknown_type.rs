use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
}

fn main() {}
