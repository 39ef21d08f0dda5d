use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(clock, tag = 1, needed = Self::has_clock))]
enum Mode {
    Off,
    On,
}

fn main() {}
