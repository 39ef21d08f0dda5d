use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(flatten)]
    clock: Vec<u8>,
}

fn main() {}
