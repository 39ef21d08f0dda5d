use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    #[migratable(max_len = 16)]
    level: u32,
}

fn main() {}
