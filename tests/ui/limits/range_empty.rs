use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 16..=0)]
    value: u32,
}

fn main() {}
