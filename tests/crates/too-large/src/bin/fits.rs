//! An element of a list that is as large as it may be.

use migratable::Migratable;

/// As large as a list element may be.
#[derive(Migratable)]
struct Page {
    data: [u8; 48 << 10],
    dirty: bool,
}

#[derive(Migratable, Default)]
struct Gpu {
    pages: Vec<Page>,
}

fn main() {
    let pages = vec![Page {
        data: [1; 48 << 10],
        dirty: true,
    }];
    let bytes = migratable::to_vec(&Gpu { pages }).unwrap();
    let mut gpu = Gpu::default();
    migratable::load(&mut gpu, &bytes).unwrap();
    assert!(gpu.pages[0].dirty);
}
