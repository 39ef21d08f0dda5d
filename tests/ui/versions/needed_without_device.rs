use migratable::Migratable;

#[derive(Migratable)]
#[migratable(needed = Self::is_plugged)]
struct Card {
    sectors: u32,
}

impl Card {
    fn is_plugged(&self) -> bool {
        self.sectors != 0
    }
}

fn main() {}
