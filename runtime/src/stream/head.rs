//! The bytes before a frame's payload: its kind and the length of the payload.

use super::error::{FramePlace, StreamError};
use super::frame::{CHECKSUM_LEN, FrameKind};
use crate::base::fault::Reason;
use crate::codec::varint;

/// The head of a frame, as it is written.
#[derive(Debug, Clone, Copy)]
pub(super) struct Head {
    bytes: [u8; 1 + varint::MAX_LEN],
    len: usize,
}

impl Head {
    pub(super) fn new(kind: FrameKind, payload_len: u64) -> Self {
        let mut bytes = [0; 1 + varint::MAX_LEN];
        let [first, length @ ..] = &mut bytes;
        *first = kind.to_byte();
        let len = 1 + varint::write(payload_len.into(), length);
        Self { bytes, len }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.len]
    }

    /// What the first of these bytes say, of which others may follow, and which stand at
    /// `offset` in the stream.
    pub(super) fn parse(bytes: &[u8], offset: u64) -> Result<Parsed, StreamError> {
        let Some((&kind, length)) = bytes.split_first() else {
            return Ok(Parsed::Nothing);
        };
        let place = FramePlace {
            kind: FrameKind::from_byte(kind),
            offset,
            name: None,
        };
        match varint::read(length, u64::BITS) {
            Ok((len, rest)) => Ok(Parsed::Head {
                place,
                len: len as u64,
                used: bytes.len() - rest.len(),
            }),
            Err(fault) if *fault.reason() == Reason::Truncated => Ok(Parsed::Part(place)),
            Err(_) => Err(StreamError::BadLength { place }),
        }
    }
}

/// What some bytes are the head of.
pub(super) enum Parsed {
    /// Of a frame whose payload has this length; the head itself has `used` bytes.
    Head {
        place: FramePlace,
        len: u64,
        used: usize,
    },
    /// The head goes on.
    Part(FramePlace),
    /// There are none.
    Nothing,
}

/// A frame as it lies in memory, of which nothing was verified.
pub(crate) struct FrameBytes<'a> {
    pub(crate) kind: FrameKind,
    pub(crate) head: &'a [u8],
    pub(crate) payload: &'a [u8],
    pub(crate) checksum: &'a [u8],
}

impl<'a> FrameBytes<'a> {
    /// The first frame of these bytes, if it is whole, and what is behind it.
    pub(crate) fn split(bytes: &'a [u8]) -> Option<(Self, &'a [u8])> {
        let Ok(Parsed::Head { place, len, used }) = Head::parse(bytes, 0) else {
            return None;
        };
        let (head, rest) = bytes.split_at_checked(used)?;
        let (payload, rest) = rest.split_at_checked(usize::try_from(len).ok()?)?;
        let (checksum, rest) = rest.split_at_checked(CHECKSUM_LEN)?;
        let frame = Self {
            kind: place.kind,
            head,
            payload,
            checksum,
        };
        Some((frame, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_is_kind_and_varint() {
        assert_eq!(Head::new(FrameKind::Section, 300).as_bytes(), [4, 0xac, 2]);
        assert_eq!(Head::new(FrameKind::Other(0x90), 0).as_bytes(), [0x90, 0]);
        assert_eq!(Head::new(FrameKind::Bulk, u64::MAX).as_bytes().len(), 11);
    }
}
