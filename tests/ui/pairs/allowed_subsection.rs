use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed(at_most = 4), default = 0, subsection(tag = 1, needed = Self::busy))]
    value: u32,
}

impl Uart {
    fn busy(&self) -> bool {
        true
    }
}

fn main() {}
