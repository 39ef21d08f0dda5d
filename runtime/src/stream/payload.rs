//! A section's payload, wherever it is.

use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

/// The payload that was read last.
pub(super) enum Lent<'a> {
    /// In the reader's buffer.
    Read(&'a mut Vec<u8>),
    /// In the memory that is the input, at this place.
    InPlace(&'a [u8], Range<usize>),
}

impl Lent<'_> {
    pub(super) fn bytes(&self) -> &[u8] {
        match self {
            Self::Read(buffer) => buffer,
            Self::InPlace(bytes, _) => bytes,
        }
    }

    pub(super) fn into_vec(self) -> Vec<u8> {
        match self {
            Self::Read(buffer) => mem::take(buffer),
            Self::InPlace(bytes, _) => bytes.to_vec(),
        }
    }

    pub(super) fn keep(self) -> Payload {
        match self {
            Self::Read(buffer) => Payload::Read(mem::take(buffer)),
            Self::InPlace(_, range) => Payload::InPlace(range),
        }
    }
}

/// A payload that is kept without a copy, for as long as its reader.
pub(crate) enum Payload {
    /// In memory of its own.
    Read(Vec<u8>),
    /// At this place in the memory that is the reader's input.
    InPlace(Range<usize>),
}

impl Payload {
    /// The bytes; `memory` is the whole of the reader's input, if that is memory.
    pub(crate) fn bytes<'a>(&'a self, memory: &'a [u8]) -> &'a [u8] {
        match self {
            Self::Read(bytes) => bytes,
            Self::InPlace(range) => memory.get(range.clone()).unwrap_or_default(),
        }
    }
}
