//! What the two sides of a migration say to each other when the state was sent: whether it
//! was loaded, and whose the guest is.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crc32fast::Hasher;

use super::error::StreamError;
use super::frame::FrameKind;
use super::frame_parser::{FrameParser, Piece};
use super::head::Head;
use super::limits::Limits;
use super::messages::{Outcome, StreamDigest, TEXT_LEN, beginning};
use super::{preamble, wire};

/// A message of the hand-over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Message {
    /// The destination has loaded a stream, or refuses it.
    Outcome(Outcome),
    /// The source has decided whose the guest of a stream is.
    Decision(Choice, StreamDigest),
    /// The destination has the guest of a stream.
    Acknowledgement(StreamDigest),
}

/// Whose a guest is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Choice {
    /// The destination's.
    Commit,
    /// The source's.
    Abort,
}

impl Message {
    /// The frame that says it.
    pub(crate) fn to_frame(&self) -> Vec<u8> {
        match self {
            Self::Outcome(Outcome::Refused { reason }) => {
                let reason = beginning(reason);
                frame(FrameKind::Outcome, &wire::Outcome::Refused { reason })
            }
            Self::Outcome(outcome) => frame(FrameKind::Outcome, &wire::Outcome::from(outcome)),
            Self::Decision(choice, digest) => {
                let decision = match choice {
                    Choice::Commit => wire::Decision::Commit(digest.0),
                    Choice::Abort => wire::Decision::Abort(digest.0),
                };
                frame(FrameKind::Decision, &decision)
            }
            Self::Acknowledgement(digest) => {
                let digest = digest.0;
                frame(
                    FrameKind::Acknowledgement,
                    &wire::Acknowledgement { digest },
                )
            }
        }
    }

    /// How a new connection begins, in each direction.
    pub(crate) fn preamble() -> Vec<u8> {
        preamble::bytes().to_vec()
    }

    /// The frame, at the start of a new connection.
    pub(crate) fn to_first_frame(&self) -> Vec<u8> {
        let mut bytes = Self::preamble();
        bytes.extend(self.to_frame());
        bytes
    }

    fn read(kind: FrameKind, payload: &[u8]) -> Result<Self, String> {
        Ok(match kind {
            FrameKind::Decision => match wire::decode(payload)? {
                wire::Decision::Commit(digest) => {
                    Self::Decision(Choice::Commit, StreamDigest(digest))
                }
                wire::Decision::Abort(digest) => {
                    Self::Decision(Choice::Abort, StreamDigest(digest))
                }
            },
            FrameKind::Acknowledgement => {
                let wire::Acknowledgement { digest } = wire::decode(payload)?;
                Self::Acknowledgement(StreamDigest(digest))
            }
            _ => Self::Outcome(wire::decode::<wire::Outcome<'_>>(payload)?.into()),
        })
    }
}

fn frame<T: serde::Serialize>(kind: FrameKind, message: &T) -> Vec<u8> {
    // Of a few numbers and a text in memory, which nothing can keep from being written.
    let payload = postcard::to_allocvec(message).unwrap_or_default();
    let head = Head::new(kind, payload.len() as u64);
    let mut checksum = Hasher::new();
    let mut bytes = Vec::new();
    for part in [head.as_bytes(), &payload] {
        checksum.update(part);
        bytes.extend_from_slice(part);
    }
    bytes.extend_from_slice(&checksum.finalize().to_le_bytes());
    bytes
}

/// Reads messages of the hand-over from bytes as they come.
#[derive(Clone)]
pub(crate) struct Messages {
    parser: FrameParser,
    payload: Vec<u8>,
}

impl fmt::Debug for Messages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.parser.fmt(f)
    }
}

impl Messages {
    /// Behind the stream of the other side, or on a new connection.
    pub(crate) fn new(is_new: bool) -> Self {
        let limits = Limits {
            // A text, and the choice and length that stand before it.
            message_len: TEXT_LEN as u64 + 3,
            frame_len: 1 << 20,
            skipped_frames: 1 << 10,
            skipped_bytes: 1 << 20,
            ..Limits::default()
        };
        Self {
            parser: FrameParser::settling(is_new, limits),
            payload: Vec::new(),
        }
    }

    /// Takes bytes from the front, up to the end of a message; `None` if more must come.
    pub(crate) fn next(&mut self, bytes: &mut &[u8]) -> Result<Option<Message>, StreamError> {
        loop {
            match self.parser.next(bytes)? {
                None => return Ok(None),
                Some(Piece::Begin { .. }) => self.payload.clear(),
                Some(Piece::Payload(_)) if self.parser.place().kind.is_skippable() => {}
                Some(Piece::Payload(bytes)) => self.payload.extend_from_slice(bytes),
                Some(Piece::End(kind)) if kind.is_skippable() => {}
                Some(Piece::End(kind)) => {
                    let read = Message::read(kind, &self.payload);
                    return read.map(Some).map_err(|problem| {
                        let place = self.parser.place().clone();
                        StreamError::Malformed { place, problem }
                    });
                }
            }
        }
    }
}
