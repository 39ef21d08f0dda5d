use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = ..)]
    value: u32,
}

fn main() {}
