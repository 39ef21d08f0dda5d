use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed(at_most = String::new()))]
    value: String,
}

fn main() {}
