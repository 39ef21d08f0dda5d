use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "baud", type = u32, aply = Self::set_baud))]
struct Uart {
    flags: u32,
}

fn main() {}
