//! The digest by which the end frame vouches for all frames before it.

use super::frame::CHECKSUM_LEN;
use super::head::Head;
use crate::base::fnv::Fnv128;

/// A running FNV-1a over heads and checksums. The checksums stand for the
/// payloads; what they cannot show is a frame that is lost, repeated or in
/// another place, and that is what this is for.
#[derive(Clone, Copy)]
pub(super) struct Digest(Fnv128);

impl Digest {
    pub(super) fn new() -> Self {
        Self(Fnv128::new())
    }

    /// Takes in the next frame.
    pub(super) fn add(&mut self, head: &Head, checksum: [u8; CHECKSUM_LEN]) {
        self.0 = self.0.write(head.as_bytes()).write(&checksum);
    }

    /// As it stands in the end frame.
    pub(super) fn to_bytes(self) -> [u8; 16] {
        self.0.finish().to_le_bytes()
    }
}
