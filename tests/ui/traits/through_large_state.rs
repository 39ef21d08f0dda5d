use migratable::{Migratable, Stateful, Through};

struct Chip;

#[derive(Migratable)]
struct State {
    ram: [u8; 3 << 20],
}

impl Stateful<State> for Chip {
    type State = State;
    type Error = &'static str;

    fn state(&self) -> State {
        State { ram: [0; 3 << 20] }
    }

    fn restore(&mut self, _: State) -> Result<(), &'static str> {
        Ok(())
    }
}

#[derive(Migratable)]
#[migratable(device = "board")]
struct Board {
    #[migratable(with = Through<State>)]
    chip: Chip,
}

fn main() {}
