//! An array in an option.

use migratable::Migratable;

#[derive(Migratable, Default)]
struct Gpu {
    front: Option<[u8; 1 << 20]>,
}

fn main() {
    migratable::load(&mut Gpu::default(), &[0]).unwrap();
}
