use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(max_len = 4, default = String::from("pl011"))]
    value: String,
}

fn main() {}
