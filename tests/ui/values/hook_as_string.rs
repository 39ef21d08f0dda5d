use migratable::Migratable;

#[derive(Migratable)]
#[migratable(validate = "Self::check")]
struct Uart {
    flags: u32,
}

fn main() {}
