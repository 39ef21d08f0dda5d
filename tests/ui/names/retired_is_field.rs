use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "flags", type = u32))]
struct Uart {
    flags: u32,
}

fn main() {}
