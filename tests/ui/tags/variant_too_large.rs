use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(tag = 0x8000_0000)]
    On,
}

fn main() {}
