use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = , version = 1)]
struct Uart {
    flags: u32,
}

fn main() {}
