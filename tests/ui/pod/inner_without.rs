use migratable::Migratable;

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
struct Ring {
    head: u32,
    tail: u32,
}

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u64,
    ring: Ring,
}

fn main() {}
