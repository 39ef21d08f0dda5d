use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(max_len = 4, default = vec![0; 5])]
    value: Vec<u8>,
}

fn main() {}
