//! Numbers that are never 0: as newtypes of the number.

use core::num::NonZero;

use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable, Reason};
use crate::schema::{Field, Limit, RangeLimits, StructType, Type};

/// The schema of unsigned ones bounds them from below. For signed ones no range
/// says what they are not, so it is only generated code that refuses 0.
const fn describe(name: &'static str, field: &'static [Field; 1]) -> Type {
    Type::Struct(StructType::constant(name, field, &[]))
}

const POSITIVE: RangeLimits = RangeLimits {
    min: Some(Limit::Integer(1)),
    max: None,
};

macro_rules! non_zero {
    ($($name:literal: $number:ident $(, $range:ident)?;)*) => {$(
        impl Migratable for NonZero<$number> {
            const TYPE: &'static Type = &describe(
                $name,
                const { &[Field::constant("0", <$number>::TYPE)$(.with_range($range))?] },
            );
            const LOADING: Loading = Loading::CHECKED;

            #[inline]
            fn encoded_len(value: &Self) -> usize {
                <$number as Migratable>::encoded_len(&value.get())
            }

            #[inline]
            fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
                <$number as Migratable>::encode(&value.get(), out)
            }

            #[inline]
            fn load(value: &mut Self, input: &mut Decoder<'_>) -> Result<(), Fault> {
                *value = Self::decode(input)?;
                Ok(())
            }

            #[inline]
            fn check(_: Option<&Self>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                Self::decode(input).map(|_| ())
            }
        }

        impl Decode for NonZero<$number> {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
                let number = <$number as Decode>::decode(input)?;
                Self::new(number).ok_or_else(|| Reason::Zero.into())
            }
        }
    )*};
}

non_zero! {
    "NonZeroU8": u8, POSITIVE;
    "NonZeroU16": u16, POSITIVE;
    "NonZeroU32": u32, POSITIVE;
    "NonZeroU64": u64, POSITIVE;
    "NonZeroU128": u128, POSITIVE;
    "NonZeroUsize": usize, POSITIVE;
    "NonZeroI8": i8;
    "NonZeroI16": i16;
    "NonZeroI32": i32;
    "NonZeroI64": i64;
    "NonZeroI128": i128;
    "NonZeroIsize": isize;
}
