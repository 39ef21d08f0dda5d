use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(skip)]
    Test,
}

fn main() {}
