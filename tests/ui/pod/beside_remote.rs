use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod, remote = other::Queue)]
struct Queue {
    base: u64,
}

fn main() {}
