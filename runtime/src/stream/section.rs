//! A section, as it was read.

use alloc::vec::Vec;
use core::fmt;

use super::messages::Instance;
use super::payload::{Lent, Payload};

/// The state of one instance.
#[non_exhaustive]
pub struct Section<'a> {
    /// Index of the instance in [`Prologue::instances`](super::Prologue::instances).
    pub index: u32,
    /// The instance.
    pub instance: &'a Instance,
    /// Bytes of the stream before the payload.
    pub offset: u64,
    pub(super) payload: Lent<'a>,
    pub(super) is_stored: bool,
}

impl Section<'_> {
    /// Whether the state was handed over as it came, by
    /// [`StreamReader::next_frame_stored`](super::StreamReader::next_frame_stored), so that it
    /// is not here.
    pub fn is_stored(&self) -> bool {
        self.is_stored
    }

    /// The device's encoded state.
    pub fn payload(&self) -> &[u8] {
        self.payload.bytes()
    }

    /// The device's encoded state, to keep: without a copy, unless the input is
    /// memory.
    pub fn into_payload(self) -> Vec<u8> {
        self.payload.into_vec()
    }

    /// The device's encoded state, to keep as long as the reader.
    pub(crate) fn keep(self) -> Payload {
        self.payload.keep()
    }
}

/// Without the payload, which can be long and a guest's secret.
impl fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Section")
            .field("index", &self.index)
            .field("instance", &self.instance)
            .field("offset", &self.offset)
            .field("payload.len()", &self.payload().len())
            .finish()
    }
}
