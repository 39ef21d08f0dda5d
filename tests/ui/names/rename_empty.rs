use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(rename = "")]
    value: u32,
}

fn main() {}
