use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(max_len = -3)]
    fifo: Vec<u8>,
}

fn main() {}
