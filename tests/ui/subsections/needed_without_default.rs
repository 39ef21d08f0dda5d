use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1, needed = Self::busy))]
    value: u32,
}

fn main() {}
