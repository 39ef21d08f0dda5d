use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired = "baud")]
struct Uart {
    flags: u32,
}

fn main() {}
