use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(other)]
    Unknown(u32, u32),
}

fn main() {}
