use migratable::Migratable;

#[derive(Migratable)]
#[migratable(from = u8, into = u8)]
enum Mode {
    Off,
    #[migratable(tag = 4)]
    On,
}

fn main() {}
