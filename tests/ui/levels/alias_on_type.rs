use migratable::Migratable;

#[derive(Migratable)]
#[migratable(alias = "Uart16550")]
struct Uart {
    flags: u32,
}

fn main() {}
