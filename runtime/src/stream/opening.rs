//! How the streams of one machine begin: written and read once, for all of them.

use alloc::vec::Vec;

use super::digest::Digest;

/// A preamble and a prologue, as they stand in a stream.
pub(crate) struct Opening {
    pub(super) bytes: Vec<u8>,
    /// Of their frames.
    pub(super) digest: Digest,
}

impl Opening {
    /// How many bytes it has.
    pub(crate) fn len(&self) -> u64 {
        self.bytes.len() as u64
    }

    /// Whether a stream begins so.
    pub(crate) fn begins(&self, stream: &[u8]) -> bool {
        stream.starts_with(&self.bytes)
    }
}
