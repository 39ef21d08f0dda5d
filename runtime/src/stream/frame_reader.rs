//! Reads frames in their order.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::checks::check_key;
use super::error::{FramePlace, StreamError};
use super::frame::{FrameKind, MIN_FRAME};
use super::input::Input;
use super::limits::Limits;
use super::metadata::Metadata;
use super::open_frame::OpenFrame;
use super::opening::Opening;
use super::progress::Progress;
use super::wire::{self, MetadataStart};
use crate::Budget;
use crate::base::fault::Reason;
use crate::codec::varint;

/// Bytes that metadata takes besides its payload, at most: its place here and among the
/// keys, of which none comes twice.
const METADATA: usize = 4 * size_of::<Metadata>();

pub(super) struct FrameReader<R> {
    pub(super) frame: OpenFrame<R>,
    pub(super) limits: Limits,
    order: Progress,
    /// Frames that were skipped, and the bytes of their payloads.
    skipped: (u64, u64),
    /// What the prologue says for people.
    pub(super) metadata: Vec<Metadata>,
    /// What the prologue may hold.
    pub(super) budget: Budget,
}

impl<R: Read> FrameReader<R> {
    pub(super) fn new(input: Input<R>, limits: Limits) -> Self {
        Self {
            frame: OpenFrame::new(input),
            budget: limits.budget(),
            limits,
            order: Progress::Start,
            skipped: (0, 0),
            metadata: Vec::new(),
        }
    }

    /// Reads on behind a preamble and prologue that were read already.
    pub(super) fn behind(mut input: Input<R>, opening: &Opening, limits: Limits) -> Self {
        input.consume(opening.bytes.len());
        let mut frames = Self::new(input, limits);
        frames.frame.set_digest(opening.digest);
        frames.order = Progress::Body;
        frames
    }

    /// How many frames were skipped.
    pub(super) fn skipped(&self) -> u64 {
        self.skipped.0
    }

    pub(super) fn order(&self) -> Progress {
        self.order
    }

    /// Begins the next frame that is not to be skipped, after whatever is left
    /// of the one before.
    pub(super) fn next(&mut self) -> Result<FrameKind, StreamError> {
        loop {
            self.frame.skip()?;
            let kind = self.begin()?;
            match kind {
                FrameKind::Metadata if self.order.is_in_prologue() => self.read_metadata()?,
                kind if kind.is_skippable() => self.count_skipped()?,
                kind => return Ok(kind),
            }
        }
    }

    fn read_metadata(&mut self) -> Result<(), StreamError> {
        let (place, limits) = (self.frame.place(), &self.limits);
        let len = usize::try_from(self.frame.remaining()).unwrap_or(usize::MAX);
        limits.draw(place, &self.budget, len.saturating_add(METADATA))?;
        self.frame.read_all()?;
        let (place, payload) = (self.frame.place(), self.frame.payload());
        let (start, used) =
            wire::decode_start::<MetadataStart<'_>>(payload).map_err(|problem| {
                let place = place.clone();
                StreamError::Malformed { place, problem }
            })?;
        check_key(place, start.key, limits)?;
        let value = payload.get(used..).unwrap_or_default();
        self.metadata.push(Metadata::new(start.key, value));
        Ok(())
    }

    /// Counts the frame that was begun among the skipped ones: they say nothing,
    /// so nothing else would end a stream of them.
    fn count_skipped(&mut self) -> Result<(), StreamError> {
        let (frames, bytes) = self.skipped;
        let (frames, bytes) = (frames + 1, bytes.saturating_add(self.frame.remaining()));
        self.skipped = (frames, bytes);
        self.limits.check_skipped(self.frame.place(), frames, bytes)
    }

    /// Reads and verifies the rest of the frame, as a message.
    pub(super) fn read_message<'a, T>(&'a mut self) -> Result<T, StreamError>
    where
        T: Serialize + Deserialize<'a>,
    {
        self.frame.read_all()?;
        wire::decode(self.frame.payload()).map_err(|problem| {
            let place = self.frame.place().clone();
            StreamError::Malformed { place, problem }
        })
    }

    fn begin(&mut self) -> Result<FrameKind, StreamError> {
        let (place, len) = self.read_head()?;
        self.limits.check_payload(&place, len)?;
        let kind = place.kind;
        self.frame.open(place, len);
        match self.order.after(kind) {
            Some(order) => self.order = order,
            None => return Err(self.refuse_misplaced()),
        }
        Ok(kind)
    }

    fn read_head(&mut self) -> Result<(FramePlace, u64), StreamError> {
        let input = &mut self.frame.input;
        let offset = input.offset();
        let mut wanted = MIN_FRAME;
        loop {
            let bytes = input.peek(wanted)?;
            let Some((&kind, length)) = bytes.split_first() else {
                return Err(StreamError::NoEndFrame { offset });
            };
            let place = FramePlace {
                kind: FrameKind::from_byte(kind),
                offset,
                name: None,
            };
            match varint::read(length, u64::BITS) {
                Ok((len, rest)) => {
                    let used = bytes.len() - rest.len();
                    input.consume(used);
                    return Ok((place, len as u64));
                }
                Err(fault) if *fault.reason() != Reason::Truncated => {
                    return Err(StreamError::BadLength { place });
                }
                Err(_) if bytes.len() < wanted => return Err(input.truncated(place, wanted as u64)),
                Err(_) => wanted += 1,
            }
        }
    }

    fn refuse_misplaced(&mut self) -> StreamError {
        let place = self.frame.place().clone();
        let error = match place.kind {
            kind @ FrameKind::Other(_) if !kind.is_skippable() => {
                StreamError::UnknownKind { place }
            }
            _ => StreamError::OutOfOrder {
                place,
                expected: self.order.expected(),
            },
        };
        self.frame.refuse(error)
    }
}
