use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(rename = "fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff")]
    value: u32,
}

fn main() {}
