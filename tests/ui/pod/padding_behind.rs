use migratable::Migratable;

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u64,
    size: u32,
}

fn main() {}
