use migratable::Migratable;

#[derive(Clone, Copy, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    #[migratable(subsection(tag = 1, needed = Self::has_size), default)]
    size: u32,
    enabled: bool, // Only the first is reported.
}

fn main() {}
