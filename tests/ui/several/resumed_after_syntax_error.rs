use migratable::Migratable;

#[derive(Migratable)]
#[migratable(from = Map<u32, +>, into = "u32", validate = check_level, post_load = 7)]
struct Uart {
    flags: u32,
}

fn main() {}
