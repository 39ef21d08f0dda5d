use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod = true)]
struct Queue {
    base: u32,
}

fn main() {}
