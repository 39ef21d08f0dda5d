use migratable::Migratable;

#[derive(Migratable)]
#[migratable(apply = Self::set_baud)]
struct Uart {
    flags: u32,
}

fn main() {}
