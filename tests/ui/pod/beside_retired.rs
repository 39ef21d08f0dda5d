use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod, retired(tag = 1, name = "old", type = u32))]
struct Queue {
    base: u64,
}

fn main() {}
