use migratable::Migratable;

#[derive(Migratable)]
#[migratable(from = UartState)]
struct Uart {
    flags: u32,
}

fn main() {}
