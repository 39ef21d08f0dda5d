use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed())]
    value: u32,
}

fn main() {}
