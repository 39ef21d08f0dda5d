use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(clock, tag = 1, needed = Self::has_clock))]
struct Uart {
    flags: u32,
}

fn main() {}
