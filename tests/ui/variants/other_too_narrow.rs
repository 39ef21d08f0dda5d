use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(other)]
    Unknown(u8),
}

fn main() {}
