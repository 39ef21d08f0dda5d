use migratable::Migratable;

#[derive(Clone, Copy, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    #[migratable(with = migratable::Varint)]
    size: u32,
    enabled: bool, // Only the first is reported.
}

fn main() {}
