use migratable::Migratable;

#[derive(Migratable)]
#[migratable(untagged)]
enum Mode {
    Off,
    On(u32),
}

fn main() {}
