use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(must_match, default = 4)]
    value: u32,
}

fn main() {}
