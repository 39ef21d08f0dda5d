use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(alias = "value")]
    value: u32,
}

fn main() {}
