use migratable::Migratable;

#[derive(Clone, Copy, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    size: [[isize; 2]; 2],
    enabled: bool, // Only the first is reported.
}

fn main() {}
