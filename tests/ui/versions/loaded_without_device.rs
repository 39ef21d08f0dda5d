use migratable::Migratable;

#[derive(Migratable)]
#[migratable(loaded = Self::start)]
struct Timer {
    count: u32,
}

impl Timer {
    fn start(&mut self) {}
}

fn main() {}
