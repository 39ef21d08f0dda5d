use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(max_len = 16, fill = 0)]
    value: Fifo,
}

fn main() {}
