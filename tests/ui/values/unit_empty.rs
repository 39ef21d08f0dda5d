use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(unit = "")]
    value: u32,
}

fn main() {}
