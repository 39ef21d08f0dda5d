use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(clock, tag = 1, needed = Self::has_clock))]
struct Uart {
    #[migratable(subsection = clock, default)]
    period: u32,
    #[migratable(subsection(tag = 1))]
    dma: Option<u32>,
}

fn main() {}
