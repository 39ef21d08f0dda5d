use migratable::Migratable;

trait Backend {}

#[derive(Migratable)]
struct Uart {
    value: dyn Backend,
}

fn main() {}
