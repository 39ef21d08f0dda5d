use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    #[migratable(tag = 4)]
    Off,
    #[migratable(tag = 4)]
    On,
}

fn main() {}
