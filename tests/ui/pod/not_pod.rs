use migratable::Migratable;

#[derive(Clone, Copy, Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Queue {
    base: u64,
    size: u16, // And padding, but that is nothing yet.
}

#[derive(Migratable)]
struct Nvme {
    queues: [Queue; 4],
    list: Vec<Queue>,
}

fn main() {}
