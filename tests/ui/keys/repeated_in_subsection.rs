use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1, tag = 2))]
    value: Option<u32>,
}

fn main() {}
