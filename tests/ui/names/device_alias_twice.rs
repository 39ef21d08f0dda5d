use migratable::Migratable;

#[derive(Migratable)]
#[migratable(device = "uart", alias = "serial", alias = "uart", alias = "serial")]
struct Uart {
    flags: u32,
}

fn main() {}
