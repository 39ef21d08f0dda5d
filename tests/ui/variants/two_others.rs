use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(other)]
    Unknown,
    #[migratable(other)]
    Future(u32),
}

fn main() {}
