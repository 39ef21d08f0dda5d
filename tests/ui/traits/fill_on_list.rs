use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    #[migratable(fill = 0)]
    levels: Vec<u32>,
}

fn main() {}
