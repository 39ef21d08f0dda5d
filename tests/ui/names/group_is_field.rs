use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(clock, tag = 1, needed = Self::has_clock))]
struct Uart {
    #[migratable(subsection = clock, default)]
    clock: u32,
}

fn main() {}
