//! How a delta names the state that it builds on.

use alloc::vec::Vec;

use super::changes::{append_number, take_number};
use super::error::DeltaError;

/// The end of a stream: its digest, and the checksum of the frame that has it.
const TELLING: usize = 20;

/// Appends what names a state: its length, and the bytes that it ends with.
pub(super) fn put(base: &[u8], out: &mut Vec<u8>) {
    append_number(base.len(), out);
    out.extend_from_slice(end(base));
}

/// Takes the name of a state from the front of a delta. It must be that of `base`.
pub(super) fn check(base: &[u8], delta: &mut &[u8]) -> Result<(), DeltaError> {
    let damaged = DeltaError::Damaged { offset: 0 };
    let len = take_number(delta).ok_or(damaged)?;
    let (named, rest) = delta.split_at_checked(len.min(TELLING)).ok_or(damaged)?;
    *delta = rest;
    match len == base.len() && named == end(base) {
        true => Ok(()),
        false => Err(DeltaError::OtherBase),
    }
}

fn end(base: &[u8]) -> &[u8] {
    let start = base.len().saturating_sub(TELLING);
    base.get(start..).unwrap_or_default()
}
