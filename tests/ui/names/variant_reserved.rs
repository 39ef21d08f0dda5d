use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved("Test"))]
enum Mode {
    Off,
    Test,
}

fn main() {}
