use migratable::Migratable;

#[derive(Migratable)]
#[repr(C, packed(2))]
struct Descriptor {
    address: u64,
    length: u32,
}

fn main() {}
