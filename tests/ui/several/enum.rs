use migratable::Migratable;

#[derive(Migratable)]
enum Mode {
    #[migratable(tag = 1, alias = "")]
    Off,
    #[migratable(tag = 1)]
    On,
    #[migratable(other = true)]
    Unknown(u32),
}

fn main() {}
