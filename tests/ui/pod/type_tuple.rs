use migratable::Migratable;

#[derive(Clone, Copy, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    size: (u8, u8),
    enabled: bool, // Only the first is reported.
}

fn main() {}
