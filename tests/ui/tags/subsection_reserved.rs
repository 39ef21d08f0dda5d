use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved(1, 7..=9))]
struct Uart {
    #[migratable(subsection(tag = 8))]
    dma: Option<u32>,
}

fn main() {}
