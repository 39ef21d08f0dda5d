use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    size: std::vec::Vec<u8>,
    enabled: bool, // Only the first is reported.
}

fn main() {}
