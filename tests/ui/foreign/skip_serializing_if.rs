use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(skip_serializing_if = "Option::is_none")]
    value: Option<u32>,
}

fn main() {}
