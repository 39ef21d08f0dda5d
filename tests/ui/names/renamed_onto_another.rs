use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    flags: u32,
    #[migratable(rename = "flags")]
    status: u32,
}

fn main() {}
