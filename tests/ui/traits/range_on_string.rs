use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    #[migratable(range = 0..=16)]
    name: String,
}

fn main() {}
