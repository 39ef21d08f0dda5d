use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(alias = "status")]
    flags: u32,
    status: u32,
}

fn main() {}
