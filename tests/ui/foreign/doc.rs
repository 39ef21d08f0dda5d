use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(doc = "Flag register.")]
    value: u32,
}

fn main() {}
