//! Makes a delta.

use alloc::vec::Vec;

use super::changes::{Changes, append_number};
use super::frames::{Pair, pair};
use super::{identity, runs};

/// Makes what [`apply`](super::apply()) needs to turn `base` into `state`. The content of
/// `delta` is replaced, its allocation is kept.
///
/// It takes some 30 bytes, and for each run of bytes that changed a few more than these. In
/// the state of a [`Snapshots`](crate::device::Snapshots), a device that changed at all has
/// a checksum that changed, too.
///
/// The two may be any bytes: what is no stream is compared as a whole.
pub fn make(base: &[u8], state: &[u8], delta: &mut Vec<u8>) {
    delta.clear();
    identity::put(base, delta);
    append_number(state.len(), delta);
    let mut changes = Changes::new(state, delta);
    pair(base, state, |found| match found {
        Pair::Both(base, state) => runs::compare(base, state, &mut changes),
        Pair::OnlyBase(dropped) => changes.replace(dropped, 0),
        Pair::OnlyState(put) => changes.replace(0, put),
    });
    changes.finish();
}
