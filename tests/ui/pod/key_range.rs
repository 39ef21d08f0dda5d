use migratable::Migratable;

#[derive(Clone, Copy, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    #[migratable(range = 0..=7)]
    size: u32,
    enabled: bool, // Only the first is reported.
}

fn main() {}
