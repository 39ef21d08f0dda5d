use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(range = 0..=16, default = String::from("idle"))]
    value: String,
}

fn main() {}
