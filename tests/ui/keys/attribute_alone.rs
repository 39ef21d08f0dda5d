use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable]
    flags: u32,
}

fn main() {}
