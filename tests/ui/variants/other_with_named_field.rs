use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(other)]
    Unknown { tag: u32 },
}

fn main() {}
