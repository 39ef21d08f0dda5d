//! Bytes in the place of others, and the lengths and counts before them.

use alloc::vec::Vec;
use core::ops::Range;

use crate::codec::varint;

/// The subsections around a part, from the outermost inwards, of which the payloads have a
/// length that changes with it.
#[derive(Default)]
pub(super) struct Enclosing(Vec<Payload>);

/// The payload of a subsection, behind its length.
#[derive(Clone)]
pub(super) struct Payload(pub(super) Range<usize>);

/// What stands before the payload of a subsection that is there.
pub(super) struct Entry {
    /// Where the tag begins.
    pub(super) start: usize,
    pub(super) count: Count,
}

/// How many subsections a struct has.
#[derive(Clone, Copy)]
pub(super) struct Count {
    pub(super) at: usize,
    pub(super) value: usize,
}

fn encoded(number: usize) -> Vec<u8> {
    let mut bytes = [0; varint::MAX_LEN];
    let len = varint::write(number as u128, &mut bytes);
    bytes.into_iter().take(len).collect()
}

/// Bytes that a count or length takes.
pub(super) fn len_of(number: usize) -> usize {
    encoded(number).len()
}

impl Count {
    fn range(self) -> Range<usize> {
        self.at..self.at.saturating_add(len_of(self.value))
    }
}

impl Enclosing {
    pub(super) fn push(&mut self, payload: Payload) {
        self.0.push(payload);
    }

    /// Replaces what is in all of the payloads.
    pub(super) fn put(self, bytes: &[u8], range: Range<usize>, new: &[u8]) -> Vec<u8> {
        let mut edited = bytes.to_vec();
        edited.splice(range, new.iter().copied());
        self.close(bytes.len(), edited)
    }

    /// Writes the lengths anew: the innermost first, as each changes those around it.
    fn close(self, before: usize, mut edited: Vec<u8>) -> Vec<u8> {
        for Payload(range) in self.0.into_iter().rev() {
            let grown = range.len().saturating_add(edited.len());
            let len = grown.saturating_sub(before);
            let start = range.start.saturating_sub(len_of(range.len()));
            edited.splice(start..range.start, encoded(len));
        }
        edited
    }
}

/// A subsection is made, with its payload.
pub(super) fn insert(
    bytes: &[u8],
    around: Enclosing,
    (count, at, tag): (Count, usize, u32),
    payload: &[u8],
) -> Vec<u8> {
    let mut entry = encoded(tag as usize);
    entry.extend(encoded(payload.len()));
    entry.extend_from_slice(payload);
    let mut edited = bytes.to_vec();
    edited.splice(at..at, entry);
    edited.splice(count.range(), encoded(count.value.saturating_add(1)));
    around.close(bytes.len(), edited)
}

impl Entry {
    /// Takes a subsection out, whose payload ends with `range`. It is the innermost of
    /// those around its content.
    pub(super) fn remove(
        self,
        bytes: &[u8],
        range: Range<usize>,
        mut around: Enclosing,
    ) -> Vec<u8> {
        around.0.pop();
        let mut edited = bytes.to_vec();
        edited.drain(self.start..range.end);
        let count = self.count;
        edited.splice(count.range(), encoded(count.value.saturating_sub(1)));
        around.close(bytes.len(), edited)
    }
}
