use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved(1 + 1))]
struct Uart {
    flags: u32,
}

fn main() {}
