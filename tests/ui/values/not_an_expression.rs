use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(default = struct)]
    value: u32,
}

fn main() {}
