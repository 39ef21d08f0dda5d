use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    value: fn(u32) -> u32,
}

fn main() {}
