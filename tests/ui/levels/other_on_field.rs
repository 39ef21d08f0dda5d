use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(other)]
    value: u32,
}

fn main() {}
