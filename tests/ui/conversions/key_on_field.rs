use migratable::Migratable;

#[derive(Migratable)]
#[migratable(try_from = UartState, into = UartState)]
struct Uart {
    #[migratable(default)]
    flags: u32,
}

fn main() {}
