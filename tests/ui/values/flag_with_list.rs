use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(must_match(value))]
    value: u32,
}

fn main() {}
