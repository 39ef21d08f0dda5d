use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1))]
    clock: Option<u32>,
    #[migratable(subsection(tag = 1))]
    dma: Option<u32>,
}

fn main() {}
