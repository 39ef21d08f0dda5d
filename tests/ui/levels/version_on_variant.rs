use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(version = 2)]
    On,
}

fn main() {}
