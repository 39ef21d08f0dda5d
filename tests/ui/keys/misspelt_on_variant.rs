use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(tga = 4)]
    On,
}

fn main() {}
