use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = -8..8, default = 8)]
    value: i32,
}

fn main() {}
