//! The adapter behind `#[migratable(varint)]`.

use crate::codec::varint::{self, VarintNumber, Wire};
use crate::codec::{Decode, Decoder, Encoder, Fault, Invalid, Loading, Migratable};
use crate::schema::{Integer, Type};

/// Encodes integers as postcard's varint, signed ones in zigzag.
///
/// `#[migratable(varint)]` on a field stands for `with = Varint`. Within
/// collections it composes: `with = Vec<Varint>`, `with = [Varint; 4]`.
#[derive(Clone, Copy, Debug)]
pub enum Varint {}

impl<T: VarintNumber> Migratable<T> for Varint {
    const TYPE: &'static Type = T::TYPE;
    const ZERO_DEFAULT: bool = true;
    const LOADING: Loading = Loading::CHECKED;

    #[inline]
    fn encoded_len(value: &T) -> usize {
        value.to_wire().varint_len()
    }

    #[inline]
    fn encode(value: &T, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.varint(value.to_wire())
    }

    #[inline(always)]
    fn load(value: &mut T, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }

    #[inline]
    fn check(_: Option<&T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        <Self as Decode<T>>::decode(input).map(|_| ())
    }

    #[inline]
    fn elements_len(values: &[T]) -> usize {
        varint::len_all(values)
    }

    #[inline]
    fn encode_elements(values: &[T], out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.varints(values)
    }

    #[inline]
    fn load_elements(values: &mut [T], input: &mut Decoder<'_>) -> Result<(), Fault> {
        input.varints(values)
    }

    const BLANK: bool = true;

    #[inline(always)]
    fn read(_: &[u8], _: &mut Invalid) -> T {
        T::default()
    }

    #[inline]
    fn read_array<const N: usize>(_: &[u8], _: &mut Invalid) -> [T; N] {
        [T::default(); N]
    }
}

impl<T: VarintNumber> Decode<T> for Varint {
    #[inline(always)]
    fn decode(input: &mut Decoder<'_>) -> Result<T, Fault> {
        input.varint().map(T::from_wire)
    }
}

macro_rules! varints {
    ($($number:ident as $wire:ident: $ty:expr, $to:expr, $from:expr;)*) => {$(
        impl VarintNumber for $number {
            const TYPE: &'static Type = &Type::Integer($ty.varint());
            type Wire = $wire;

            #[inline]
            fn to_wire(self) -> $wire {
                $to(self)
            }

            #[inline]
            fn from_wire(wire: $wire) -> Self {
                $from(wire)
            }
        }
    )*};
}

/// Zigzag within the width of the number: `varint::zigzag` is of 128 bits.
macro_rules! zigzag {
    ($signed:ident as $wire:ident) => {
        |number: $signed| ((number << 1) ^ (number >> ($signed::BITS - 1))) as $wire
    };
}

macro_rules! unzigzag {
    ($wire:ident as $signed:ident) => {
        |wire: $wire| (wire >> 1) as $signed ^ -((wire & 1) as $signed)
    };
}

/// What a `usize` is on the target.
#[cfg(target_pointer_width = "64")]
type Word = u64;
#[cfg(target_pointer_width = "32")]
type Word = u32;
#[cfg(target_pointer_width = "16")]
type Word = u16;

varints! {
    u16 as u16: Integer::unsigned(16), |number| number, |wire| wire;
    u32 as u32: Integer::unsigned(32), |number| number, |wire| wire;
    u64 as u64: Integer::unsigned(64), |number| number, |wire| wire;
    u128 as u128: Integer::unsigned(128), |number| number, |wire| wire;
    usize as Word: Integer::unsigned(Word::BITS as u8), |number| number as Word, |wire| wire as usize;
    i16 as u16: Integer::signed(16), zigzag!(i16 as u16), unzigzag!(u16 as i16);
    i32 as u32: Integer::signed(32), zigzag!(i32 as u32), unzigzag!(u32 as i32);
    i64 as u64: Integer::signed(64), zigzag!(i64 as u64), unzigzag!(u64 as i64);
    i128 as u128: Integer::signed(128), varint::zigzag, varint::unzigzag;
    isize as Word: Integer::signed(Word::BITS as u8), zigzag!(isize as Word), unzigzag!(Word as isize);
}
