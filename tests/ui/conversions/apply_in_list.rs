use migratable::Migratable;

#[derive(Migratable)]
struct State {
    flags: u32,
}

#[derive(Migratable)]
#[migratable(into = State, apply = |uart: &mut Uart, state: State| uart.flags = state.flags)]
struct Uart {
    flags: u32,
}

impl From<&Uart> for State {
    fn from(uart: &Uart) -> Self {
        Self { flags: uart.flags }
    }
}

#[derive(Migratable)]
struct Board {
    /// A new element is made, for which nothing says how.
    uarts: Vec<Uart>,
}

fn main() {}
