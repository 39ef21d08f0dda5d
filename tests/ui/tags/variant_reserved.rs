use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved(3))]
enum Mode {
    Off,
    #[migratable(tag = 3)]
    On,
}

fn main() {}
