use migratable::Migratable;

#[derive(Migratable)]
#[migratable(rename_all = "camelCase")]
struct Uart {
    flags: u32,
}

fn main() {}
