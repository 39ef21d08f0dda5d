//! How the streams of one machine begin: written and read once, for all of them.

use std::io::Cursor;

use super::digest::Digest;
use super::error::StreamError;
use super::limits::Limits;
use super::messages::Instance;
use super::prologue::Prologue;
use super::reader::StreamReader;
use super::sections::Sections;

/// A preamble and a prologue, as they stand in a stream.
pub(crate) struct Opening {
    pub(super) bytes: Vec<u8>,
    /// Of their frames.
    pub(super) digest: Digest,
}

/// What was read of them.
pub(crate) struct Opened {
    pub(super) prologue: Prologue,
    pub(super) sections: Sections,
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

    /// Reads it.
    ///
    /// # Errors
    ///
    /// If it is not within `limits`.
    pub(crate) fn read(&self, limits: Limits) -> Result<Opened, StreamError> {
        Ok(StreamReader::<Cursor<&[u8]>>::in_memory(&*self.bytes, limits)?.into_opened())
    }
}

impl Opened {
    /// The instances that it lists.
    pub(crate) fn instances(&self) -> &[Instance] {
        &self.prologue.instances
    }
}
