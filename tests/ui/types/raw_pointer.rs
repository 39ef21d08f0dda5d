use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    value: *mut u8,
}

fn main() {}
