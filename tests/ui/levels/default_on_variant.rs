use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    #[migratable(default)]
    Idle,
    Busy,
}

fn main() {}
