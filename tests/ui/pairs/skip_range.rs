use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(skip, range = 0..=16)]
    value: u32,
}

fn main() {}
