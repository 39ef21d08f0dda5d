use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    started: std::time::Instant,
}

fn main() {}
