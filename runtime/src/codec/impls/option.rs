//! `Option`: 0, or 1 and the value.

use crate::codec::stack::{Decoded, copies};
use crate::codec::{Decode, Decoder, Encoder, Fault, Loading, Migratable, Place, Reason};
use crate::schema::{Flag, Type, TypeRef};

impl<T, A: Decode<T>> Migratable<Option<T>> for Option<A> {
    const TYPE: &'static Type = &Type::Option(TypeRef::constant(A::TYPE));
    const ZERO_DEFAULT: bool = true;
    const FLAGS: &'static [Flag] = A::FLAGS;
    const LOADING: Loading = A::LOADING
        .refusing()
        .holding::<Option<T>>(copies::OF_WRAPPED);

    #[inline]
    fn encoded_len(value: &Option<T>) -> usize {
        1 + value.as_ref().map_or(0, A::encoded_len)
    }

    #[inline]
    fn encode(value: &Option<T>, out: &mut Encoder<'_>) -> Result<(), Fault> {
        match value {
            None => out.bytes(&[0]),
            Some(value) => {
                out.bytes(&[1])?;
                A::encode(value, out)
            }
        }
    }

    #[inline]
    fn load(value: &mut Option<T>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        match (is_present(input)?, value) {
            (true, Some(value)) => A::load(value, input)?,
            (true, value) => A::decode_to(input, |new| *value = Some(new))?,
            (false, value) => *value = None,
        }
        Ok(())
    }

    #[inline]
    fn check(live: Option<&Option<T>>, input: &mut Decoder<'_>) -> Result<(), Fault> {
        match is_present(input)? {
            true => A::check(live.and_then(Option::as_ref), input),
            false => Ok(()),
        }
    }
}

impl<T, A: Decode<T>> Decode<Option<T>> for Option<A> {
    #[inline]
    fn decode(input: &mut Decoder<'_>) -> Result<Option<T>, Fault> {
        Self::decode_to(input, |value| value)
    }

    #[inline]
    fn decode_to<P: Place<Option<T>>>(
        input: &mut Decoder<'_>,
        place: P,
    ) -> Result<P::Placed, Fault> {
        let () = Decoded::<Self, Option<T>>::FIT_THE_STACK;
        if is_present(input)? {
            return A::decode_to(input, InSome(place));
        }
        place.check(input)?;
        Ok(place.put(None))
    }
}

/// The place of a `Some`, as one for what it holds.
struct InSome<P>(P);

impl<T, P: Place<Option<T>>> Place<T> for InSome<P> {
    type Placed = P::Placed;

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn check(&self, input: &Decoder<'_>) -> Result<(), Fault> {
        self.0.check(input)
    }

    #[cfg_attr(not(debug_assertions), inline(always))]
    fn put(self, value: T) -> P::Placed {
        self.0.put(Some(value))
    }
}

#[inline]
fn is_present(input: &mut Decoder<'_>) -> Result<bool, Fault> {
    match input.byte()? {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(Reason::Option.into()),
    }
}
