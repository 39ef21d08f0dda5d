use migratable::Migratable;

#[derive(Migratable)]
struct Uart {
    #[migratable(defualt = 7)]
    value: u32,
}

fn main() {}
