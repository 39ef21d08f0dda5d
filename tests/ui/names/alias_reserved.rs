use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved("old"))]
struct Uart {
    #[migratable(alias = "old")]
    value: u32,
}

fn main() {}
