use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(start = 2, default_fn = "value")]
    value: u32,
}

fn main() {}
