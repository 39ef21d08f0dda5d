use migratable::Migratable;

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable)]
#[repr(C)]
struct Ring {
    head: u32,
}

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u32,
    ring: Ring,
}

fn main() {}
