use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    value: impl Copy,
}

fn main() {}
