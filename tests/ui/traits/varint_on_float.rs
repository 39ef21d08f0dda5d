use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    #[migratable(varint)]
    gain: f32,
}

fn main() {}
