use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device)]
struct Uart {
    flags: u32,
}

fn main() {}
