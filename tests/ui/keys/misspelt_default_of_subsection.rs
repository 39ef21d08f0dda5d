use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1, needed = Self::busy), defautl)]
    value: u32,
}

fn main() {}
