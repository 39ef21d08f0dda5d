use migratable::Migratable;

#[derive(Migratable)]
#[migratable(rename = 16550)]
struct Uart {
    flags: u32,
}

fn main() {}
