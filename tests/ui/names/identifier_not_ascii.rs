use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    größe: u32,
}

fn main() {}
