use migratable::Migratable;

#[derive(Migratable)]
struct Gerät {
    flags: u32,
}

fn main() {}
