use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection = clock, default)]
    value: u32,
}

fn main() {}
