//! Ranges: structs of their ends, as serde has them.

use core::ops::{Range, RangeFrom, RangeInclusive, RangeTo};

use crate::codec::emitted::fixed_len;
use crate::codec::stack::copies;
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable, runs};
use crate::schema::{Field, StructType, Type};

macro_rules! ranges {
    ($($name:literal: $range:ident { $($end:ident $index:tt),+ };)*) => {$(
        impl<T, A: Migratable<T>> Migratable<$range<T>> for $range<A> {
            const TYPE: &'static Type = &Type::Struct(StructType::constant(
                $name,
                const { &[$(Field::constant(stringify!($end), A::TYPE)),+] },
                &[],
            ));
            const ZERO_DEFAULT: bool = A::ZERO_DEFAULT;
            const LOADING: Loading = A::LOADING.holding::<T>(2 * copies::OF_COPIED);
            const RUNS: &'static [usize] = &runs([$({
                let _ = stringify!($end);
                fixed_len::<A, T>()
            }),+]);

            #[inline]
            fn encoded_len(value: &$range<T>) -> usize {
                0 $(+ A::encoded_len(&value.$end))+
            }

            #[inline]
            fn encode(value: &$range<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
                let mut fields = out.fields();
                $(fields.encode::<A, T>(Self::RUNS[$index], &value.$end)?;)+
                Ok(())
            }

            #[inline]
            fn load(value: &mut $range<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                let mut fields = input.fields();
                $(fields.load::<A, T>(Self::RUNS[$index], &mut value.$end)?;)+
                Ok(())
            }

            fn check(live: Option<&$range<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
                let mut fields = input.fields();
                $(fields.verify::<A, T>(Self::RUNS[$index], live.map(|live| &live.$end))?;)+
                fields.check()
            }
        }

        impl<T, A: Decode<T>> Decode<$range<T>> for $range<A> {
            #[inline]
            fn decode(input: &mut Decoder<'_>) -> Result<$range<T>, Fault> {
                let mut fields = input.fields();
                $(let $end = fields.decode::<A, T>(Self::RUNS[$index])?;)+
                Ok($range { $($end),+ })
            }
        }
    )*};
}

ranges! {
    "Range": Range { start 0, end 1 };
    "RangeFrom": RangeFrom { start 0 };
    "RangeTo": RangeTo { end 0 };
}

impl<T: PartialOrd, A: Decode<T>> Migratable<RangeInclusive<T>> for RangeInclusive<A> {
    const TYPE: &'static Type = &Type::Struct(StructType::constant(
        "RangeInclusive",
        const {
            &[
                Field::constant("start", A::TYPE),
                Field::constant("end", A::TYPE),
            ]
        },
        &[],
    ));
    const LOADING: Loading = A::LOADING.holding::<T>(2 * copies::OF_COPIED);

    #[inline]
    fn encoded_len(value: &RangeInclusive<T>) -> usize {
        A::encoded_len(value.start()) + A::encoded_len(value.end())
    }

    /// Refuses a range that was used up as an iterator: its ends do not say so.
    #[inline]
    fn encode(value: &RangeInclusive<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        if value.is_empty() && value.start() <= value.end() {
            return Err(Fault::fixed(
                "the inclusive range was used up as an iterator, which its ends do not say",
            ));
        }
        A::encode(value.start(), out)?;
        A::encode(value.end(), out)
    }

    #[inline]
    fn load(value: &mut RangeInclusive<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        *value = Self::decode(input)?;
        Ok(())
    }

    fn check(live: Option<&RangeInclusive<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        A::check(live.map(RangeInclusive::start), input)?;
        A::check(live.map(RangeInclusive::end), input)
    }
}

impl<T: PartialOrd, A: Decode<T>> Decode<RangeInclusive<T>> for RangeInclusive<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<RangeInclusive<T>, Fault> {
        Ok(A::decode(input)?..=A::decode(input)?)
    }
}
