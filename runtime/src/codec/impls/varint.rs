//! The adapter behind `#[migratable(varint)]`.

use crate::codec::{Decode, Decoder, Encoder, Fault, Migratable, Reason, varint};
use crate::schema::{Integer, Type};

/// Encodes integers as postcard's varint, signed ones in zigzag.
///
/// `#[migratable(varint)]` on a field stands for `with = Varint`. Within
/// collections it composes: `with = Vec<Varint>`, `with = [Varint; 4]`.
#[derive(Clone, Copy, Debug)]
pub enum Varint {}

macro_rules! varints {
    ($($number:ident as $wire:ident: $ty:expr, $to:expr, $from:expr;)*) => {$(
        impl Migratable<$number> for Varint {
            const TYPE: &'static Type = &Type::Integer($ty.varint());
            const ZERO_DEFAULT: bool = true;

            #[inline]
            fn encoded_len(value: &$number) -> usize {
                varint::len($to(*value as $wire))
            }

            #[inline]
            fn encode(value: &$number, out: &mut Encoder<'_>) -> Result<(), Fault> {
                out.varint($to(*value as $wire))
            }

            #[inline]
            fn load(value: &mut $number, input: &mut Decoder<'_>) -> Result<(), Fault> {
                *value = Self::decode(input)?;
                Ok(())
            }
        }

        impl Decode<$number> for Varint {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<$number, Fault> {
                let value = $from(input.varint($wire::BITS)?);
                // Only `usize` and `isize` can be narrower than what is read.
                <$number>::try_from(value).map_err(|_| Reason::Usize.into())
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
    i128 as i128: Integer::signed(128), |v| varint::zigzag(i128::from(v)), varint::unzigzag;
    isize as i64: Integer::signed(64), |v| varint::zigzag(i128::from(v)), varint::unzigzag;
}
