use migratable::Migratable;

#[derive(Migratable)]
struct State {
    flags: u32,
}

#[derive(Migratable)]
#[migratable(into = State, apply = Self::set)]
struct Uart {
    flags: u32,
}

impl From<&Uart> for State {
    fn from(uart: &Uart) -> Self {
        Self { flags: uart.flags }
    }
}

impl Uart {
    fn set(&mut self, flags: u32) {
        self.flags = flags;
    }
}

fn main() {}
