//! `Duration`: seconds and nanoseconds, as serde has them.

use core::time::Duration;

use crate::codec::{Decode, Decoder, Encoder, Fault, InRange, Loading, Migratable};
use crate::schema::{Field, Limit, RangeLimits, StructType, Type};

const MAX_NANOS: u32 = 999_999_999;

const NANOS: RangeLimits = RangeLimits {
    min: Some(Limit::Integer(0)),
    max: Some(Limit::Integer(MAX_NANOS as i128)),
    nonzero: false,
};

impl Migratable for Duration {
    const TYPE: &'static Type = &Type::Struct(StructType::constant(
        "Duration",
        const {
            &[
                Field::constant("secs", u64::TYPE),
                Field::constant("nanos", u32::TYPE).with_range(NANOS),
            ]
        },
        &[],
    ));
    const ZERO_DEFAULT: bool = true;
    const LOADING: Loading = Loading::CHECKED;

    #[inline]
    fn encoded_len(_: &Self) -> usize {
        size_of::<u64>() + size_of::<u32>()
    }

    #[inline]
    fn encode(value: &Self, out: &mut Encoder<'_>) -> Result<(), Fault> {
        u64::encode(&value.as_secs(), out)?;
        u32::encode(&value.subsec_nanos(), out)
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

impl Decode for Duration {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<Self, Fault> {
        let (secs, nanos) = (u64::decode(input)?, u32::decode(input)?);
        InRange::check("nanos", &nanos, &(..=MAX_NANOS))?;
        Ok(Self::new(secs, nanos))
    }
}
