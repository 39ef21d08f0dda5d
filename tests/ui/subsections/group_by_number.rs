use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection = 1)]
    value: Option<u32>,
}

fn main() {}
