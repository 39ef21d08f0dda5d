use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(skip_serializing)]
    value: u32,
}

fn main() {}
