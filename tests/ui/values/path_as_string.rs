use migratable::Migratable;

#[derive(Migratable)]
#[migratable(crate = "other::migratable")]
struct Uart {
    flags: u32,
}

fn main() {}
