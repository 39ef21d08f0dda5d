use migratable::Migratable;

#[derive(Migratable)]
#[migratable(remote = other::Uart, from = UartState, into = UartState)]
struct Uart {
    flags: u32,
}

fn main() {}
