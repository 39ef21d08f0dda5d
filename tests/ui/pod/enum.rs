use migratable::Migratable;

#[derive(Migratable)]
#[repr(C)]
#[migratable(pod)]
enum Mode {
    Off,
    On,
}

fn main() {}
