use migratable::Migratable;

#[derive(Migratable)]
#[migratable(into = UartState)]
struct Uart {
    flags: u32,
}

fn main() {}
