//! What is known of a stream between two of its bytes, whoever reads them: which frame is
//! open, what its checksum is so far, and what may follow it.

use crc32fast::Hasher;

use super::digest::Digest;
use super::error::{FramePlace, StreamError};
use super::frame::{CHECKSUM_LEN, FrameKind};
use super::head::Head;
use super::limits::Limits;
use super::progress::Progress;

/// The frames of a stream, one after the other. The last one begun is open until its
/// checksum was compared.
#[derive(Clone)]
pub(super) struct FrameState {
    order: Progress,
    /// Of all frames that were ended.
    digest: Digest,
    place: FramePlace,
    open: bool,
    head: Head,
    /// Bytes of the payload that were not taken.
    remaining: u64,
    checksum: Hasher,
    /// Frames that were skipped, and the bytes of their payloads.
    skipped: (u64, u64),
}

impl FrameState {
    /// Nothing is open yet. The first frame comes at `offset`.
    pub(super) fn new(offset: u64) -> Self {
        let kind = FrameKind::Header;
        Self {
            order: Progress::Start,
            digest: Digest::new(),
            place: FramePlace {
                kind,
                offset,
                name: None,
            },
            open: false,
            head: Head::new(kind, 0),
            remaining: 0,
            checksum: Hasher::new(),
            skipped: (0, 0),
        }
    }

    /// Behind the streams of a migration.
    pub(super) fn settling(offset: u64) -> Self {
        Self {
            order: Progress::Settling,
            ..Self::new(offset)
        }
    }

    /// Goes on behind a prologue whose frames have this digest.
    #[cfg(feature = "std")]
    pub(super) fn go_on_behind(&mut self, digest: Digest) {
        self.order = Progress::Body;
        self.digest = digest;
    }

    /// Opens the frame at `place`.
    pub(super) fn open(&mut self, place: FramePlace, len: u64) {
        self.head = Head::new(place.kind, len);
        self.checksum = Hasher::new();
        self.checksum.update(self.head.as_bytes());
        self.remaining = len;
        self.place = place;
        self.open = true;
    }

    /// Whether the frame that was opened may come here. If not, it may be a damaged one:
    /// then that is the error, so it is to be read to its end first.
    pub(super) fn check_order(&mut self) -> Result<FrameKind, StreamError> {
        let kind = self.place.kind;
        if let Some(order) = self.order.after(kind) {
            self.order = order;
            return Ok(kind);
        }
        let place = self.place.clone();
        Err(match kind {
            kind @ FrameKind::Other(_) if !kind.is_skippable() => {
                StreamError::UnknownKind { place }
            }
            _ => StreamError::OutOfOrder {
                place,
                expected: self.order.expected(),
            },
        })
    }

    /// Whether nobody reads what the open frame says.
    pub(super) fn is_passed_over(&self) -> bool {
        let is_read = self.place.kind == FrameKind::Metadata && self.order.is_in_prologue();
        self.place.kind.is_skippable() && !is_read
    }

    /// Counts the open frame among the skipped ones: they say nothing, so nothing else
    /// would end a stream of them.
    pub(super) fn count_skipped(&mut self, limits: &Limits) -> Result<(), StreamError> {
        let (frames, bytes) = self.skipped;
        let (frames, bytes) = (frames + 1, bytes.saturating_add(self.remaining));
        self.skipped = (frames, bytes);
        limits.check_skipped(&self.place, frames, bytes)
    }

    /// Takes the next bytes of the payload, of which there are as many.
    pub(super) fn take(&mut self, bytes: &[u8]) {
        self.checksum.update(bytes);
        self.remaining -= bytes.len() as u64;
    }

    /// Compares the checksum, which ends the frame.
    pub(super) fn end(&mut self, stored: [u8; CHECKSUM_LEN]) -> Result<(), StreamError> {
        self.open = false;
        if self.place.kind != FrameKind::End {
            self.digest.add(&self.head, stored);
        }
        let computed = self.checksum.clone().finalize();
        match u32::from_le_bytes(stored) {
            stored if stored == computed => Ok(()),
            stored => Err(StreamError::Checksum {
                place: self.place.clone(),
                stored,
                computed,
            }),
        }
    }

    pub(super) fn order(&self) -> Progress {
        self.order
    }

    pub(super) fn place(&self) -> &FramePlace {
        &self.place
    }

    pub(super) fn is_open(&self) -> bool {
        self.open
    }

    /// Bytes of the payload that are still to be taken.
    pub(super) fn remaining(&self) -> u64 {
        self.remaining
    }

    /// Digest of the frames that were ended.
    pub(super) fn digest(&self) -> [u8; 16] {
        self.digest.to_bytes()
    }

    /// How many frames were skipped.
    pub(super) fn skipped(&self) -> u64 {
        self.skipped.0
    }
}
