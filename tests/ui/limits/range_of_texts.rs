use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = "a"..="z")]
    value: String,
}

fn main() {}
