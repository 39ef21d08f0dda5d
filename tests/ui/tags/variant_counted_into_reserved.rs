use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved(1..4))]
enum Mode {
    Off,
    On,
}

fn main() {}
