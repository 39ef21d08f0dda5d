use migratable::Migratable;

#[derive(Migratable)]
#[migratable(from = UartState, try_from = UartState, into = UartState)]
struct Uart {
    flags: u32,
}

fn main() {}
