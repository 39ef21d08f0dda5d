use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(tag = 1, needed = Self::has_clock))]
struct Uart {
    #[migratable(subsection = clock, default)]
    period: u32,
}

fn main() {}
