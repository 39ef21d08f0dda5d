use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection)]
    value: Option<u32>,
}

fn main() {}
