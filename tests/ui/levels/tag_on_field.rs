use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(tag = 1)]
    value: u32,
}

fn main() {}
