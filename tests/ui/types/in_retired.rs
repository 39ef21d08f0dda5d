use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "label", type = &'static str))]
struct Uart {
    flags: u32,
}

fn main() {}
