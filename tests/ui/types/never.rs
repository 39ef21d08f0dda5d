use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    value: !,
}

fn main() {}
