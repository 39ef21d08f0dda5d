//! A default of a field that is loaded in place.

use migratable::Migratable;

#[derive(Migratable)]
struct Gpu {
    mode: u8,
    #[migratable(subsection(tag = 1, needed = Self::is_needed), default = [0; 1 << 20])]
    cache: [u8; 1 << 20],
}

impl Gpu {
    fn is_needed(&self) -> bool {
        false
    }
}

fn load(gpu: &mut Gpu) {
    migratable::load(gpu, &[0, 0]).unwrap();
}

fn main() {
    let _: fn(&mut Gpu) = load;
}
