use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved("baud", "baud"))]
struct Uart {
    flags: u32,
}

fn main() {}
