use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 0))]
    value: Option<u32>,
}

fn main() {}
