use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod, device = "queue", version = 2, upgrade = |_, _| ())]
struct Queue {
    base: u64,
}

fn main() {}
