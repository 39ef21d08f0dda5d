use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "baud", type = u32))]
struct Uart {
    #[migratable(subsection(tag = 1))]
    dma: Option<u32>,
}

fn main() {}
