use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved(3, 1..=4))]
struct Uart {
    flags: u32,
}

fn main() {}
