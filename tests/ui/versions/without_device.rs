use migratable::Migratable;

#[derive(Migratable)]
#[migratable(version = 2, oldest = 2)]
struct Uart {
    flags: u32,
}

fn main() {}
