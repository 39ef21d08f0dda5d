use migratable::{Bits, Migratable};

#[derive(Migratable)]
struct Uart {
    #[migratable(with = Bits)]
    mask: u16,
    #[migratable(with = Vec<Bits>)]
    masks: Vec<Mask>,
}

struct Mask(u8);

fn main() {}
