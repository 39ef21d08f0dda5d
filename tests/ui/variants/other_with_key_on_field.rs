use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(other)]
    Unknown(#[migratable(varint)] u32),
}

fn main() {}
