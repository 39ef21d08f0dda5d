//! Applies a delta.

use alloc::vec::Vec;

use super::changes::{Change, take_number};
use super::error::DeltaError;
use super::identity;

/// Turns `base` into the state that `delta` was made for. The content of `state` is
/// replaced, its allocation is kept. It takes no more memory than `base` and `delta` have
/// bytes.
///
/// What a delta says is not verified beyond that: a load of the state verifies it.
///
/// # Errors
///
/// If the delta was made from other bytes than `base`, or is damaged so that it cannot be
/// applied. `state` is empty then.
pub fn apply(base: &[u8], delta: &[u8], state: &mut Vec<u8>) -> Result<(), DeltaError> {
    state.clear();
    let mut rest = delta;
    identity::check(base, &mut rest)?;
    let applied = apply_changes(base, &mut rest, state);
    applied.ok_or_else(|| {
        state.clear();
        DeltaError::Damaged {
            offset: delta.len() - rest.len(),
        }
    })
}

/// Takes changes from the front of `delta`; stops at what cannot be done.
fn apply_changes(mut base: &[u8], delta: &mut &[u8], state: &mut Vec<u8>) -> Option<()> {
    let len = take_number(delta)?;
    if len.saturating_sub(delta.len()) > base.len() {
        return None;
    }
    state.reserve_exact(len);
    while !delta.is_empty() {
        let mut rest = *delta;
        let change = Change::take(&mut rest)?;
        let (kept, behind) = base.split_at_checked(change.kept)?;
        let left = len.checked_sub(state.len())?.checked_sub(kept.len())?;
        left.checked_sub(change.put.len())?;
        base = behind.get(change.dropped..)?;
        state.extend_from_slice(kept);
        state.extend_from_slice(change.put);
        *delta = rest;
    }
    (base.is_empty() && state.len() == len).then_some(())
}
