//! Blank values: those that decoding makes first and loads then.

use alloc::vec::Vec;

use super::plain::Invalid;
use super::{Decode, Decoder, Fault, Migratable, Place};

#[cfg_attr(not(debug_assertions), inline(always))]
pub(super) fn blank<A: Migratable<T> + ?Sized, T>() -> T {
    A::read(&[], &mut Invalid::default())
}

/// Whether it is better to load a blank value than to make one of decoded
/// parts. Only what is large is worth it: small parts stay in registers, and
/// to copy what was just written in parts, the processor has to wait.
#[doc(hidden)]
pub const fn is_filled<A: Migratable<T> + ?Sized, T>() -> bool {
    A::BLANK && !A::PLAIN && size_of::<T>() >= LARGE
}

const LARGE: usize = 1 << 10;

/// Decodes by loading a blank value.
#[doc(hidden)]
#[cfg_attr(not(debug_assertions), inline(always))]
pub fn fill<A: Migratable<T> + ?Sized, T, P: Place<T>>(
    input: &mut Decoder<'_>,
    place: P,
) -> Result<P::Placed, Fault> {
    let mut value = blank::<A, T>();
    A::load(&mut value, input)?;
    place.check(input)?;
    Ok(place.put(value))
}

/// So many bytes of memory are made blank before they are loaded: it grows as
/// elements are really there.
const BLOCK: usize = 8 << 10;

/// Appends `count` elements that stand back to back.
#[inline]
pub(super) fn load_elements<A: Decode<T> + ?Sized, T>(
    count: usize,
    input: &mut Decoder<'_>,
    values: &mut Vec<T>,
) -> Result<(), Fault> {
    let most = (BLOCK / size_of::<T>().max(1)).max(1);
    let mut left = count;
    while left > 0 {
        let next = left.min(most);
        let start = values.len();
        values.resize_with(start + next, blank::<A, T>);
        A::load_elements(values.get_mut(start..).unwrap_or_default(), input)?;
        left -= next;
    }
    Ok(())
}
