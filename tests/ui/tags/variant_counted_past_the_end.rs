use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    #[migratable(tag = 0x7fff_ffff)]
    Off,
    On,
    Test,
}

fn main() {}
