use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    value: [*const u8; 4],
}

fn main() {}
