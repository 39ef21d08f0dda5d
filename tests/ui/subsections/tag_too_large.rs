use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 65536))]
    value: Option<u32>,
}

fn main() {}
