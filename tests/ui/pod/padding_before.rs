use migratable::Migratable;

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    size: u16,
    head: u16,
    base: u64,
    tail: u16,
}

fn main() {}
