use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(serialize_with = "encode", deserialize_with = "decode")]
    value: u32,
}

fn main() {}
