//! State of devices that only other releases have, which a device takes over.

use alloc::format;

use super::context::{Context, Taken};
use super::decoder::Decoder;
use super::fill::encode_value;
use super::hooks::Outcome;
use super::must_match::kept;
use super::older::check_converted;
use super::{Decode, Migratable};
use crate::base::fault::Fault;

/// `apply` of the entry `ENTRY` of `takes_over`, whose state is an `Old`.
///
/// It has a trait for the reason that each hook has one.
#[doc(hidden)]
pub trait TakeOver<const ENTRY: usize, T, Old> {
    fn take_over(value: &mut T, old: Old, part: u32) -> impl Outcome;
}

/// Hands over the states of this entry to a value that is loaded, before its other hooks run.
#[doc(hidden)]
#[inline(never)]
pub fn take_over<const ENTRY: usize, A, T, B, Old>(
    value: &mut T,
    taken: &[Taken<'_>],
    name: &str,
) -> Result<(), Fault>
where
    A: Migratable<T> + TakeOver<ENTRY, T, Old>,
    B: Decode<Old>,
{
    for one in taken.iter().filter(|one| one.entry == ENTRY) {
        let context = Context::checked().marked(one.is_marked);
        let mut input = Decoder::within(one.payload, &context);
        let old = B::decode(&mut input)?;
        input.finish()?;
        let before = match A::LOADING.compares() {
            true => Some(encode_value::<A, T>(value)?),
            false => None,
        };
        A::take_over(value, old, one.part).outcome(name, "takes_over")?;
        if let Some(before) = before {
            unchanged_configuration::<A, T>(&before, value)?;
        }
        check_converted::<A, T>(value, &encode_value::<A, T>(value)?)?;
    }
    Ok(())
}

/// Says that what was taken over left the live configuration as it was.
fn unchanged_configuration<A: Migratable<T>, T>(before: &[u8], value: &T) -> Result<(), Fault> {
    kept::<A, T>(before, value, |name| {
        format!(
            "`takes_over` changed `{name}`, which is configuration and must match: it stays as \
             this device has it; have its `apply` refuse a state that does not suit it"
        )
    })
}
