use migratable::Migratable;

#[derive(Migratable)]
#[migratable(default)]
struct Uart {
    flags: u32,
}

fn main() {}
