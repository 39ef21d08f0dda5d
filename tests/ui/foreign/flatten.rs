use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    value: u32,
}

fn main() {}
