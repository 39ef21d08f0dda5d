use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod, validate = |_| ())]
struct Queue {
    base: u64,
}

fn main() {}
