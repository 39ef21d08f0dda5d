use migratable::Migratable;

#[derive(Migratable)]
#[migratable(from = UartState, into = UartState, retired(tag = 1, name = "baud", type = u32))]
struct Uart {
    flags: u32,
}

fn main() {}
