use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Nothing;

fn main() {}
