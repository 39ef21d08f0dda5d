use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed = 4)]
    value: u32,
}

fn main() {}
