use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved(9..=7))]
struct Uart {
    flags: u32,
}

fn main() {}
