use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1), default)]
    value: u32,
}

fn main() {}
