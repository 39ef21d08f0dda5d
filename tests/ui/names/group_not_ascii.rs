use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(zähler, tag = 1, needed = Self::counts))]
struct Uart {
    flags: u32,
}

fn main() {}
