use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1, needed = true), default)]
    value: u32,
}

fn main() {}
