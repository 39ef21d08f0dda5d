use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved("flags"))]
struct Uart {
    flags: u32,
}

fn main() {}
