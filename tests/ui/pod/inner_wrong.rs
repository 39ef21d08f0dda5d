use migratable::Migratable;

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Ring {
    #[migratable(range = 0..=7)]
    head: u32,
    tail: u32,
}

// What is wrong with its part is said once.
#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u64,
    rings: [Ring; 3],
}

fn main() {}
