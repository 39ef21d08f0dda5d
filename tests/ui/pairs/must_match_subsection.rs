use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(must_match, subsection(tag = 1, needed = Self::busy))]
    value: u32,
}

fn main() {}
