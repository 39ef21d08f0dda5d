use migratable::Migratable;

#[derive(Migratable)]
#[migratable(reserved(5))]
enum Mode {
    #[migratable(tag = 4)]
    Idle,
    #[migratable(tag = 4)]
    Busy,
    #[migratable(tag = 5)]
    Halted,
    #[migratable(tag = 4)]
    Reset,
}

fn main() {}
