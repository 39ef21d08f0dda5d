use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    rate: u32,
}

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Clock,
    #[migratable(subsection(tag = 1), rename = "rate")]
    own: Option<u8>,
}

fn main() {}
