use migratable::Migratable;

#[derive(Migratable)]
struct Device {
    #[migratable(subsection(tag = 1))]
    clock: u64,
}

fn main() {}
