use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(default = "Self::initial")]
    value: u32,
}

fn main() {}
