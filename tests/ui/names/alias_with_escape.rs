use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(alias = "flags\u{1b}[0m")]
    value: u32,
}

fn main() {}
