use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(subsection(tag = 1), ignorable)]
    value: Option<u32>,
}

fn main() {}
