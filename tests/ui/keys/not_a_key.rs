use migratable::Migratable;

#[derive(Migratable)]
#[migratable("pl011")]
struct Uart {
    flags: u32,
}

fn main() {}
