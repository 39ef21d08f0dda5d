use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(unit = "n\ns")]
    value: u32,
}

fn main() {}
