use migratable::Migratable;

#[derive(Migratable)]
#[migratable(bound(u32: Copy))]
struct Uart {
    flags: u32,
}

fn main() {}
