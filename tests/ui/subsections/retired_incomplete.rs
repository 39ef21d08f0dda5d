use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired(apply = Self::set_baud))]
struct Uart {
    flags: u32,
}

fn main() {}
