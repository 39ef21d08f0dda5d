use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(default = 1)]
    #[migratable(unit = "ns", default = 2)]
    delay: u64,
}

fn main() {}
