use migratable::Migratable;

type Name = [u8; 4];

#[derive(Clone, Copy, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    #[migratable(max_len = 7)]
    size: Name,
    enabled: bool, // Only the first is reported.
}

fn main() {}
