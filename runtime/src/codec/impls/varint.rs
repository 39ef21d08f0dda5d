//! The adapter behind `#[migratable(varint)]`.

use crate::codec::{Decode, Decoder, Encoder, Fault, Migratable, Reason, varint};
use crate::schema::{Integer, Type};

/// Encodes integers as postcard's varint, signed ones in zigzag.
///
/// `#[migratable(varint)]` on a field stands for `with = Varint`. Within
/// collections it composes: `with = Vec<Varint>`, `with = [Varint; 4]`.
#[derive(Clone, Copy, Debug)]
pub enum Varint {}

/// Integers that [`Varint`] encodes.
#[doc(hidden)]
#[diagnostic::on_unimplemented(
    message = "`varint` encodes integers of 16 to 128 bits, and `{Self}` is none",
    label = "not an integer of more than one byte",
    note = "in collections and wrappers, name the adapter in its place: `with = Vec<Varint>`, `with = Option<Varint>`"
)]
pub trait VarintNumber: Copy {
    /// How the schema describes the varint.
    const TYPE: &'static Type;

    /// Width on the wire.
    const BITS: u32;

    fn to_wire(self) -> u128;

    /// `None` only for a `usize` or `isize` narrower than what was read.
    fn from_wire(wire: u128) -> Option<Self>;
}

impl<T: VarintNumber> Migratable<T> for Varint {
    const TYPE: &'static Type = T::TYPE;
    const ZERO_DEFAULT: bool = true;

    #[inline]
    fn encoded_len(value: &T) -> usize {
        varint::len(value.to_wire())
    }

    #[inline]
    fn encode(value: &T, out: &mut Encoder<'_>) -> Result<(), Fault> {
        out.varint(value.to_wire())
    }

    #[inline]
    fn load(value: &mut T, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }
}

impl<T: VarintNumber> Decode<T> for Varint {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<T, Fault> {
        let wire = input.varint(T::BITS)?;
        T::from_wire(wire).ok_or_else(|| Reason::Usize.into())
    }
}

macro_rules! varints {
    ($($number:ident as $wire:ident: $ty:expr, $to:expr, $from:expr;)*) => {$(
        impl VarintNumber for $number {
            const TYPE: &'static Type = &Type::Integer($ty.varint());
            const BITS: u32 = $wire::BITS;

            #[inline]
            fn to_wire(self) -> u128 {
                $to(self as $wire)
            }

            #[inline]
            fn from_wire(wire: u128) -> Option<Self> {
                Self::try_from($from(wire)).ok()
            }
        }
    )*};
}

varints! {
    u16 as u16: Integer::unsigned(16), u128::from, |v| v;
    u32 as u32: Integer::unsigned(32), u128::from, |v| v;
    u64 as u64: Integer::unsigned(64), u128::from, |v| v;
    u128 as u128: Integer::unsigned(128), u128::from, |v| v;
    usize as u64: Integer::unsigned(64), u128::from, |v| v;
    i16 as i16: Integer::signed(16), |v| varint::zigzag(i128::from(v)), varint::unzigzag;
    i32 as i32: Integer::signed(32), |v| varint::zigzag(i128::from(v)), varint::unzigzag;
    i64 as i64: Integer::signed(64), |v| varint::zigzag(i128::from(v)), varint::unzigzag;
    i128 as i128: Integer::signed(128), varint::zigzag, varint::unzigzag;
    isize as i64: Integer::signed(64), |v| varint::zigzag(i128::from(v)), varint::unzigzag;
}
