use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(tag = 7, other)]
    Unknown(u32),
}

fn main() {}
