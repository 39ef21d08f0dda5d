use migratable::Migratable;

#[derive(Migratable)]
struct Uart<'a> {
    value: &'a u32,
}

fn main() {}
