use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed(at_least = 1, at_most = 4))]
    value: u32,
}

fn main() {}
