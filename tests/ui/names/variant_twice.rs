use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(alias = "Off")]
    On,
}

fn main() {}
