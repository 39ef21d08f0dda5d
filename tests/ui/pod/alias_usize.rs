use migratable::Migratable;

type Address = usize;

#[derive(Clone, Copy, bytemuck::Pod, bytemuck::Zeroable, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    size: u64,
    base: [Address; 2],
    end: Address,
}

fn main() {}
