use migratable::Migratable;

#[derive(Migratable)]
#[migratable(subsection(clock, tag = 1))]
struct Uart {
    #[migratable(subsection = clock, default)]
    period: u32,
}

fn main() {}
