use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(allowed(atmost = 4))]
    value: u32,
}

fn main() {}
