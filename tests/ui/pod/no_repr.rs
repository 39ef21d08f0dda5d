use migratable::Migratable;

#[derive(Clone, Copy, Migratable)]
#[repr(align(8))]
#[migratable(pod)]
struct Queue {
    base: u64,
    size: u16,
}

fn main() {}
