//! Loading all of a value from all of some bytes: the steps that single values
//! and the devices of a machine have in common.

use super::context::Context;
use super::context::Limits;
use super::decoder::Decoder;
use super::{Migratable, emitted::fixed_len};
use crate::base::budget::Budget;
use crate::base::fault::Fault;

/// Says whether bytes are a value that can be loaded into `live`, as far as that
/// can be said without running code of an author. Memory that the load will take
/// is drawn from `budget`. A plan may have marked the versions of parts.
pub(crate) fn check<T: Migratable>(
    live: Option<&T>,
    bytes: &[u8],
    is_marked: bool,
    budget: &Budget,
) -> Result<(), Fault> {
    let context = Context::unchecked(budget).marked(is_marked);
    let mut input = Decoder::within(bytes, &context);
    match fixed_len::<T, T>() {
        Some(len) if !T::LOADING.refuses => input.take(len).map(|_| ())?,
        _ => T::check(live, &mut input)?,
    }
    input.finish()
}

/// What a device allows, of its fields that `allowed` limits, by their offsets in its own
/// encoding. `check` meets them all: it is given the live value for each.
pub(crate) fn limits<T: Migratable>(
    live: &T,
    own: &[u8],
) -> Result<alloc::vec::Vec<(usize, alloc::vec::Vec<u8>)>, Fault> {
    let budget = Budget::for_input(own.len());
    let limits = Limits::of(own);
    let context = Context::unchecked(&budget).collecting(&limits);
    T::check(Some(live), &mut Decoder::within(own, &context))?;
    Ok(limits.into_found())
}

/// Loads a value in place.
#[inline]
pub(crate) fn load<T: Migratable>(
    value: &mut T,
    bytes: &[u8],
    context: &Context<'_>,
) -> Result<(), Fault> {
    match fixed_len::<T, T>() {
        Some(len) if !T::LOADING.is_contextual && bytes.len() == len => T::load_fixed(value, bytes),
        _ => {
            let mut input = Decoder::within(bytes, context);
            T::load(value, &mut input)?;
            input.finish()
        }
    }
}
