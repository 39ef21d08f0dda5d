//! The numbers that varints hold, by their width.

use super::read::{read_slow, read_u16, read_u32, read_u64};
use super::write::{write_u64, write_u128};
use super::{len_u64, len_u128};
use crate::base::fault::Fault;

/// An unsigned number that is read and written as a varint of its width.
#[doc(hidden)]
pub trait Wire: Copy + Into<u128> + TryFrom<u128> {
    const BITS: u32;

    /// How many bytes the varint takes.
    fn varint_len(self) -> usize;

    /// Writes the varint and returns the room behind it; `None` if there is
    /// too little.
    fn write(self, room: &mut [u8]) -> Option<&mut [u8]>;

    /// Reads a varint and returns what follows it.
    #[inline(always)]
    fn read(input: &[u8]) -> Result<(Self, &[u8]), Fault> {
        if let Some(bytes) = input.first_chunk()
            && let Some(read) = Self::read_word(u64::from_le_bytes(*bytes), input)
        {
            return Ok(read);
        }
        // Taken apart, so that the fast way need not go through memory too.
        let (value, rest) = read_slow(input)?;
        Ok((value, rest))
    }

    /// Reads a varint from the first eight bytes of the input, `word`. `None`
    /// if it is longer than that, or wrong.
    fn read_word(word: u64, input: &[u8]) -> Option<(Self, &[u8])>;

    /// The number whose varint is this byte.
    fn widen(byte: u8) -> Self;

    /// The varints of numbers that take one byte each.
    fn narrow(numbers: [Self; 8]) -> Option<[u8; 8]>;
}

macro_rules! wires {
    ($($wire:ident: $len:expr, $write:expr, $read:expr;)*) => {$(
        impl Wire for $wire {
            const BITS: u32 = $wire::BITS;

            #[inline]
            fn varint_len(self) -> usize {
                $len(self.into())
            }

            #[inline]
            fn write(self, room: &mut [u8]) -> Option<&mut [u8]> {
                $write(self.into(), room)
            }

            #[inline(always)]
            fn read_word(word: u64, input: &[u8]) -> Option<(Self, &[u8])> {
                let (value, rest) = $read(word, input)?;
                Some((value.into(), rest))
            }

            #[inline]
            fn widen(byte: u8) -> Self {
                Self::from(byte)
            }

            #[inline]
            fn narrow(numbers: [Self; 8]) -> Option<[u8; 8]> {
                let all = numbers.iter().fold(0, |all, number| all | number);
                (all < 0x80).then(|| numbers.map(|number| number as u8))
            }
        }
    )*};
}

wires! {
    u16: len_u64, write_u64, read_u16;
    u32: len_u64, write_u64, read_u32;
    u64: len_u64, write_u64, read_u64;
    u128: len_u128, write_u128, read_u64;
}
