//! Numbers that are never 0: as newtypes of the number, whose range says so.

use core::num::NonZero;

use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable, Reason};
use crate::schema::{Field, RangeLimits, StructType, Type};

const fn describe(name: &'static str, field: &'static [Field; 1]) -> Type {
    Type::Struct(StructType::constant(name, field, &[]))
}

const NONZERO: RangeLimits = RangeLimits {
    min: None,
    max: None,
    nonzero: true,
};

macro_rules! non_zero {
    ($($name:literal: $number:ident;)*) => {$(
        impl Migratable for NonZero<$number> {
            const TYPE: &'static Type = &describe(
                $name,
                const { &[Field::constant("0", <$number>::TYPE).with_range(NONZERO)] },
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
    "NonZeroU8": u8;
    "NonZeroU16": u16;
    "NonZeroU32": u32;
    "NonZeroU64": u64;
    "NonZeroU128": u128;
    "NonZeroUsize": usize;
    "NonZeroI8": i8;
    "NonZeroI16": i16;
    "NonZeroI32": i32;
    "NonZeroI64": i64;
    "NonZeroI128": i128;
    "NonZeroIsize": isize;
}
