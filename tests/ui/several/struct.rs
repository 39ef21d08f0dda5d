use migratable::Migratable;

#[derive(Migratable)]
#[migratable(devise = "pl011")]
struct Uart {
    #[migratable(skip, default = 1)]
    flags: u32,
    name: &'static str,
}

fn main() {}
