//! Numbers that are never 0: as newtypes of the number, whose range says so.

use core::num::NonZero;

use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable, Reason, Varint};
use crate::schema::{Field, RangeLimits, StructType, Type};

const fn describe(name: &'static str, field: &'static [Field; 1]) -> Type {
    Type::Struct(StructType::constant(name, field, &[]))
}

const NONZERO: RangeLimits = RangeLimits {
    min: None,
    max: None,
    nonzero: true,
};

/// A number that is not 0, as the adapter encodes numbers.
macro_rules! non_zero {
    ($adapter:ty: $name:literal, $number:ident by $by:ty) => {
        impl Migratable<NonZero<$number>> for $adapter {
            const TYPE: &'static Type =
                &describe(
                    $name,
                    const {
                        &[Field::constant("0", <$by as Migratable<$number>>::TYPE)
                            .with_range(NONZERO)]
                    },
                );
            const LOADING: Loading = Loading::CHECKED;

            #[inline]
            fn encoded_len(value: &NonZero<$number>) -> usize {
                <$by as Migratable<$number>>::encoded_len(&value.get())
            }

            #[inline]
            fn encode(value: &NonZero<$number>, out: &mut Encoder<'_>) -> Result<(), Fault> {
                <$by as Migratable<$number>>::encode(&value.get(), out)
            }

            #[inline]
            fn load(value: &mut NonZero<$number>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                *value = <Self as Decode<NonZero<$number>>>::decode(input)?;
                Ok(())
            }

            #[inline]
            fn check(_: Option<&NonZero<$number>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                <Self as Decode<NonZero<$number>>>::decode(input).map(|_| ())
            }
        }

        impl Decode<NonZero<$number>> for $adapter {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<NonZero<$number>, Fault> {
                let number = <$by as Decode<$number>>::decode(input)?;
                NonZero::new(number).ok_or_else(|| Reason::Zero.into())
            }
        }
    };
}

macro_rules! fixed {
    ($($name:literal: $number:ident;)*) => {$(
        non_zero!(NonZero<$number>: $name, $number by $number);
    )*};
}

macro_rules! varints {
    ($($name:literal: $number:ident;)*) => {$(
        fixed!($name: $number;);
        non_zero!(Varint: $name, $number by Varint);
    )*};
}

fixed! {
    "NonZeroU8": u8;
    "NonZeroI8": i8;
}
varints! {
    "NonZeroU16": u16;
    "NonZeroU32": u32;
    "NonZeroU64": u64;
    "NonZeroU128": u128;
    "NonZeroUsize": usize;
    "NonZeroI16": i16;
    "NonZeroI32": i32;
    "NonZeroI64": i64;
    "NonZeroI128": i128;
    "NonZeroIsize": isize;
}
