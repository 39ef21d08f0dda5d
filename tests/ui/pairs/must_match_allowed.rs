use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(must_match, allowed(at_most = 4))]
    value: u32,
}

fn main() {}
