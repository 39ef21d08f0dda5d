use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 4..4)]
    value: u32,
}

fn main() {}
