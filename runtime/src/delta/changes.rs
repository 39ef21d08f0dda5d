//! The changes that a delta is made of, as bytes.

use alloc::vec::Vec;

use crate::codec::varint;

/// Bytes of the base that stay, and then some that are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Change<'a> {
    pub(super) kept: usize,
    pub(super) dropped: usize,
    pub(super) put: &'a [u8],
}

impl<'a> Change<'a> {
    /// Most changes put as many bytes as they drop: that is said by a bit, and only another
    /// number is a number of its own.
    fn append(&self, out: &mut Vec<u8>) {
        let moves = self.dropped != self.put.len();
        append_number(self.kept, out);
        append_varint((self.put.len() as u128) << 1 | u128::from(moves), out);
        if moves {
            append_number(self.dropped, out);
        }
        out.extend_from_slice(self.put);
    }

    /// The next change of a delta; `None` if it is none.
    pub(super) fn take(delta: &mut &'a [u8]) -> Option<Self> {
        let kept = take_number(delta)?;
        let put = take_varint(delta)?;
        let put_len = usize::try_from(put >> 1).ok()?;
        let dropped = match put & 1 {
            0 => put_len,
            _ => take_number(delta)?,
        };
        let (put, rest) = delta.split_at_checked(put_len)?;
        *delta = rest;
        Some(Self { kept, dropped, put })
    }
}

/// Appends changes, of which those without bytes between them become one.
pub(super) struct Changes<'o, 's> {
    out: &'o mut Vec<u8>,
    state: &'s [u8],
    /// Bytes of the state that were gone through.
    at: usize,
    /// Bytes that stay, and are not yet part of a change.
    kept: usize,
    dropped: usize,
    put: usize,
}

impl<'o, 's> Changes<'o, 's> {
    /// Of what becomes `state`.
    pub(super) fn new(state: &'s [u8], out: &'o mut Vec<u8>) -> Self {
        Self {
            out,
            state,
            at: 0,
            kept: 0,
            dropped: 0,
            put: 0,
        }
    }

    /// The next bytes stay.
    pub(super) fn keep(&mut self, len: usize) {
        if len > 0 {
            self.write();
            self.kept += len;
            self.at += len;
        }
    }

    /// The next bytes of the base are dropped, and the next ones of the state put there.
    pub(super) fn replace(&mut self, dropped: usize, put: usize) {
        self.dropped += dropped;
        self.put += put;
        self.at += put;
    }

    /// Appends what was not yet. The last bytes that stay are said, too, so that what is
    /// missing at the end of a delta is noticed.
    pub(super) fn finish(mut self) {
        self.write();
        if self.kept > 0 {
            self.append();
        }
    }

    fn write(&mut self) {
        if self.dropped > 0 || self.put > 0 {
            self.append();
        }
    }

    fn append(&mut self) {
        let put = self.at.saturating_sub(self.put)..self.at;
        let change = Change {
            kept: self.kept,
            dropped: self.dropped,
            put: self.state.get(put).unwrap_or_default(),
        };
        change.append(self.out);
        (self.kept, self.dropped, self.put) = (0, 0, 0);
    }
}

pub(super) fn append_number(value: usize, out: &mut Vec<u8>) {
    append_varint(value as u128, out);
}

fn append_varint(value: u128, out: &mut Vec<u8>) {
    let mut bytes = [0; varint::MAX_LEN];
    let len = varint::write(value, &mut bytes);
    out.extend_from_slice(bytes.get(..len).unwrap_or_default());
}

/// A number of bytes, if it is one that memory can have.
pub(super) fn take_number(delta: &mut &[u8]) -> Option<usize> {
    usize::try_from(take_varint(delta)?).ok()
}

fn take_varint(delta: &mut &[u8]) -> Option<u128> {
    let (value, rest) = varint::read(delta, 65).ok()?;
    *delta = rest;
    Some(value)
}
