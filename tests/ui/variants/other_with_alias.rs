use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    Off,
    #[migratable(other, alias = "Test")]
    Unknown,
}

fn main() {}
