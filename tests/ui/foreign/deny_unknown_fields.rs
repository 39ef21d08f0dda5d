use migratable::Migratable;

#[derive(Migratable)]
#[migratable(deny_unknown_fields)]
struct Uart {
    flags: u32,
}

fn main() {}
