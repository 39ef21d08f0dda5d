//! A frame: kind, length, payload, checksum. What both ends know of it.

use core::fmt;

use crate::base::varint::len_u64;

/// Bytes of the shortest frame: a kind, a length of one byte, a checksum.
pub(super) const MIN_FRAME: usize = 1 + 1 + CHECKSUM_LEN;

/// Bytes of the CRC-32 that ends a frame.
pub(super) const CHECKSUM_LEN: usize = 4;

/// Bytes of a frame with a payload of so many.
pub(super) fn frame_len(payload: u64) -> u64 {
    let around = 1 + len_u64(payload) + CHECKSUM_LEN;
    payload.saturating_add(around as u64)
}

/// Frames are hashed and moved in pieces of this size, so that the second of
/// the two finds the bytes in the cache.
pub(super) const PIECE: usize = 256 * 1024;

/// As much of a frame is read at once with the start of its payload, so that a
/// small frame costs two reads of the input in all.
pub(super) const AHEAD: usize = 8 * 1024;

/// Bytes that the longest varint of 64 bits takes.
pub(super) const VARINT_MAX: usize = 10;

/// Kinds from here on may be skipped by a reader that does not know them.
const SKIPPABLE: u8 = 0x80;

/// What a frame is, by its first byte.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum FrameKind {
    /// Who wrote the stream.
    Header,
    /// The schema of a device, as JSON.
    Schema,
    /// Which schema a device has, where the schema is not sent.
    SchemaReference,
    /// The configuration of one device instance.
    Configuration,
    /// What one device instance is called in other releases of the machine.
    Alias,
    /// What the stream has of a bulk item.
    Item,
    /// The list of instances, which ends the prologue.
    Instances,
    /// The state of one device instance.
    Section,
    /// Bytes of a named item, such as guest RAM.
    Bulk,
    /// Zeros in place of bytes of a named item.
    Zeros,
    /// Counts and digest of the stream.
    End,
    /// What the destination of a migration says of the devices it was offered.
    Answer,
    /// The source gives up before the end.
    Cancel,
    /// Whether the destination has loaded all devices.
    Outcome,
    /// Whose guest it is, by the source's word.
    Decision,
    /// The destination has the guest.
    Acknowledgement,
    /// What people and front ends want to know of a stream.
    Metadata,
    /// A kind that format version 1 does not define.
    Other(u8),
}

impl FrameKind {
    const DEFINED: [Self; 17] = [
        Self::Header,
        Self::Schema,
        Self::SchemaReference,
        Self::Configuration,
        Self::Alias,
        Self::Item,
        Self::Instances,
        Self::Section,
        Self::Bulk,
        Self::Zeros,
        Self::End,
        Self::Answer,
        Self::Cancel,
        Self::Outcome,
        Self::Decision,
        Self::Acknowledgement,
        Self::Metadata,
    ];

    pub(super) fn from_byte(byte: u8) -> Self {
        let mut defined = Self::DEFINED.into_iter();
        defined
            .find(|kind| kind.to_byte() == byte)
            .unwrap_or(Self::Other(byte))
    }

    pub(super) fn to_byte(self) -> u8 {
        match self {
            Self::Header => 0x01,
            Self::Schema => 0x02,
            Self::Instances => 0x03,
            Self::Section => 0x04,
            Self::Bulk => 0x05,
            Self::End => 0x06,
            Self::Configuration => 0x07,
            Self::SchemaReference => 0x08,
            Self::Item => 0x09,
            Self::Zeros => 0x0a,
            Self::Alias => 0x0b,
            Self::Answer => 0x11,
            Self::Cancel => 0x12,
            Self::Outcome => 0x13,
            Self::Decision => 0x14,
            Self::Acknowledgement => 0x15,
            Self::Metadata => 0x81,
            Self::Other(byte) => byte,
        }
    }

    pub(super) fn is_skippable(self) -> bool {
        self.to_byte() >= SKIPPABLE
    }
}

impl fmt::Display for FrameKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Header => "header frame",
            Self::Schema => "schema frame",
            Self::SchemaReference => "schema reference frame",
            Self::Configuration => "configuration frame",
            Self::Alias => "alias frame",
            Self::Item => "item frame",
            Self::Instances => "instances frame",
            Self::Section => "section frame",
            Self::Bulk => "bulk frame",
            Self::Zeros => "zeros frame",
            Self::End => "end frame",
            Self::Answer => "answer frame",
            Self::Cancel => "cancel frame",
            Self::Outcome => "outcome frame",
            Self::Decision => "decision frame",
            Self::Acknowledgement => "acknowledgement frame",
            Self::Metadata => "metadata frame",
            Self::Other(byte) => return write!(f, "frame of kind {byte:#04x}"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_are_what_the_format_says() {
        for byte in 0..=u8::MAX {
            let kind = FrameKind::from_byte(byte);
            assert_eq!(kind.to_byte(), byte);
            assert_eq!(
                matches!(kind, FrameKind::Other(_)),
                !matches!(byte, 1..=11 | 0x11..=0x15 | 0x81)
            );
            assert_eq!(kind.is_skippable(), byte >= 128);
        }
    }
}
