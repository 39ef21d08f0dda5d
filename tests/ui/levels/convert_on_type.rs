use migratable::Migratable;

#[derive(Migratable)]
#[migratable(convert = Self::take_v1)]
struct Uart {
    flags: u32,
}

fn main() {}
