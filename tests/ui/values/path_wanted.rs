use migratable::Migratable;

#[derive(Migratable)]
#[migratable(remote = [u8; 4])]
struct Uart {
    flags: u32,
}

fn main() {}
