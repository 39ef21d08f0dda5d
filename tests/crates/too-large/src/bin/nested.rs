//! Eight levels.

use migratable::Migratable;

#[derive(Migratable)]
struct Tile {
    pixels: [u16; 10 << 10],
    name: String,
}

#[derive(Migratable)]
struct Layer<T> {
    below: T,
    depth: u8,
}

type Four<T> = Layer<Layer<Layer<Layer<T>>>>;

fn main() {
    assert!(migratable::decode::<Four<Four<Tile>>>(&[]).is_err());
}
