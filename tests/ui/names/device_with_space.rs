use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "PL 011")]
struct Uart {
    flags: u32,
}

fn main() {}
