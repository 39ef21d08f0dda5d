use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved())]
struct Uart {
    flags: u32,
}

fn main() {}
