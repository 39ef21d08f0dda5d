use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1, range = 0..=16))]
    value: Option<u32>,
}

fn main() {}
