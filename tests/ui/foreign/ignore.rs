use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(ignore)]
    value: u32,
}

fn main() {}
