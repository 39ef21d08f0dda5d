use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(default = "idle")]
    value: String,
}

fn main() {}
