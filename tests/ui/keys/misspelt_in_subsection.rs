use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1, neded = Self::busy), default)]
    value: u32,
}

fn main() {}
