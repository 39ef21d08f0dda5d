//! A large struct, in a box.

use migratable::Migratable;

#[derive(Migratable)]
struct Page {
    data: [u8; 1 << 20],
    dirty: bool,
}

#[derive(Migratable, Default)]
struct Gpu {
    pages: Vec<Box<Page>>,
    front: Option<Box<Page>>,
}

fn main() {
    migratable::load(&mut Gpu::default(), &[0, 0]).unwrap();
}
