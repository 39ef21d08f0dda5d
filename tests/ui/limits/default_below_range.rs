use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 1.., default = 0)]
    value: u32,
}

fn main() {}
