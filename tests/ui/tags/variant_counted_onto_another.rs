use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    #[migratable(tag = 1)]
    Off,
    #[migratable(tag = 0)]
    On,
    Test,
}

fn main() {}
