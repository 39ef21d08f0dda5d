use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod)]
struct Bank<const N: usize> {
    registers: [u32; N],
}

fn main() {}
