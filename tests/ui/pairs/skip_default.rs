use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(skip, default = 0)]
    value: u32,
}

fn main() {}
