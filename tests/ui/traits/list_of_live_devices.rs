use migratable::Migratable;

#[derive(Migratable)]
struct Port {
    level: u32,
    #[migratable(skip)]
    line: Option<fn()>,
}

#[derive(Migratable)]
struct Hub {
    ports: Vec<Port>,
}

fn main() {}
