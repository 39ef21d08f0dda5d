//! Reads frames in their order.

use std::io::Read;

use super::error::{FramePlace, StreamError};
use super::frame::{FrameKind, MIN_FRAME};
use super::head::{Head, Parsed};
use super::input::Input;
use super::limits::Limits;
use super::open_frame::OpenFrame;
use super::opening::Opening;
use super::progress::Progress;

/// A whole frame, its payload, and what it is to keep to.
pub(super) type Message<'f> = (&'f FramePlace, &'f [u8], &'f Limits);

pub(super) struct FrameReader<R> {
    pub(super) frame: OpenFrame<R>,
    pub(super) limits: Limits,
}

impl<R: Read> FrameReader<R> {
    pub(super) fn new(input: Input<R>, limits: Limits) -> Self {
        Self {
            frame: OpenFrame::new(input),
            limits,
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
            match self.frame.state.is_passed_over() {
                true => self.frame.state.count_skipped(&self.limits)?,
                false => return Ok(kind),
            }
        }
    }

    /// Reads and verifies the rest of the frame, which is a message.
    pub(super) fn read_message(&mut self) -> Result<Message<'_>, StreamError> {
        self.frame.read_all()?;
        let (place, payload) = (self.frame.place(), self.frame.payload());
        Ok((place, payload, &self.limits))
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
