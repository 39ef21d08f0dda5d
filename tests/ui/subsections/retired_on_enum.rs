use migratable::Migratable;

#[derive(Migratable)]
#[migratable(retired(tag = 1, name = "baud", type = u32))]
enum Mode {
    Off,
    On,
}

fn main() {}
