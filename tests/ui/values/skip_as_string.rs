use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(skip = "IrqLine::new()")]
    value: u32,
}

fn main() {}
