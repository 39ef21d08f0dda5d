use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod, post_load = |_| ())]
struct Queue {
    base: u64,
}

fn main() {}
