use migratable::Migratable;

#[derive(Migratable)]
struct Clock {
    ticks: u64,
}

#[derive(Migratable)]
struct Device {
    #[migratable(default)]
    clock: Clock,
}

fn main() {}
