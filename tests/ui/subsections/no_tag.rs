use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(needed = Self::busy), default)]
    value: u32,
}

fn main() {}
