use migratable::Migratable;

#[derive(Migratable)]
#[migratable(transparent)]
enum Mode {
    Off,
}

fn main() {}
