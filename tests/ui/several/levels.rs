use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(clock, tag = 1, needed = Self::has_clock, default))]
struct Uart {
    #[migratable(subsection = clock, default)]
    period: u32,
    #[migratable(tag = 2)]
    dma: Option<u32>,
    #[migratable(rename)]
    flags: u32,
}

fn main() {}
