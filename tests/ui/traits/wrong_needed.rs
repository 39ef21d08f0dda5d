use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    #[migratable(subsection(tag = 1, needed = Self::ticks), default)]
    clock: u64,
}

impl Device {
    fn ticks(&self) -> u64 {
        self.clock
    }
}

fn main() {}
