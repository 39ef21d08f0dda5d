use bitflags::{Flag, Flags};
use migratable::{Bits, Migratable};

struct Mask(u8);

impl Flags for Mask {
    const FLAGS: &'static [Flag<Self>] = &[Flag::new("A", Mask(1))];
    type Bits = u8;

    fn bits(&self) -> u8 {
        self.0
    }

    fn from_bits_retain(bits: u8) -> Self {
        Self(bits)
    }
}

#[derive(Migratable)]
struct Uart {
    #[migratable(with = Bits)]
    mask: Mask,
}

fn main() {}
