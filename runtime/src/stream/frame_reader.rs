//! Reads frames in their order.

use std::io::Read;

use serde::{Deserialize, Serialize};

use super::checks::check_key;
use super::error::{FramePlace, StreamError};
use super::frame::{FrameKind, MIN_FRAME};
use super::head::{Head, Parsed};
use super::input::Input;
use super::limits::Limits;
use super::metadata::Metadata;
use super::open_frame::OpenFrame;
use super::opening::Opening;
use super::progress::Progress;
use super::wire::{self, MetadataStart};
use crate::Budget;

/// Bytes that metadata takes besides its payload, at most: its place here and among the
/// keys, of which none comes twice.
const METADATA: usize = 4 * size_of::<Metadata>();

pub(super) struct FrameReader<R> {
    pub(super) frame: OpenFrame<R>,
    pub(super) limits: Limits,
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
            metadata: Vec::new(),
        }
    }

    /// Reads on behind a preamble and prologue that were read already.
    pub(super) fn behind(mut input: Input<R>, opening: &Opening, limits: Limits) -> Self {
        input.consume(opening.bytes.len());
        let mut frames = Self::new(input, limits);
        frames.frame.state.go_on_behind(opening.digest);
        frames
    }

    /// How many frames were skipped.
    pub(super) fn skipped(&self) -> u64 {
        self.frame.state.skipped()
    }

    pub(super) fn order(&self) -> Progress {
        self.frame.state.order()
    }

    /// Begins the next frame that is not to be skipped, after whatever is left
    /// of the one before.
    pub(super) fn next(&mut self) -> Result<FrameKind, StreamError> {
        loop {
            self.frame.skip()?;
            let kind = self.begin()?;
            match kind {
                FrameKind::Metadata if self.order().is_in_prologue() => self.read_metadata()?,
                kind if kind.is_skippable() => self.frame.state.count_skipped(&self.limits)?,
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
        self.frame.state.open(place, len);
        let checked = self.frame.state.check_order();
        checked.map_err(|error| self.frame.refuse(error))
    }

    fn read_head(&mut self) -> Result<(FramePlace, u64), StreamError> {
        let input = &mut self.frame.input;
        let offset = input.offset();
        let mut wanted = MIN_FRAME;
        loop {
            let bytes = input.peek(wanted)?;
            let len = bytes.len();
            match Head::parse(bytes, offset)? {
                Parsed::Head { place, len, used } => {
                    input.consume(used);
                    return Ok((place, len));
                }
                Parsed::Nothing => return Err(StreamError::NoEndFrame { offset }),
                Parsed::Part(place) if len < wanted => {
                    return Err(input.truncated(place, wanted as u64));
                }
                Parsed::Part(_) => wanted += 1,
            }
        }
    }
}
