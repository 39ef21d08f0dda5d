//! Streams that lie in memory, and what was read of how they begin.

use std::io::{Cursor, Read};

use super::super::body::{Body, Opened};
use super::super::error::StreamError;
use super::super::frame_reader::FrameReader;
use super::super::input::Input;
use super::super::limits::Limits;
use super::super::opening::Opening;
use super::StreamReader;

impl<T: AsRef<[u8]>> StreamReader<Cursor<T>> {
    /// Reads a stream that is in memory: a state to rewind to, or a mapped
    /// file. Nothing of it is copied; devices are loaded from where it lies, so
    /// it must not change until then.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn in_memory(stream: T, limits: Limits) -> Result<Self, StreamError> {
        Self::start(Input::in_memory(stream), limits)
    }

    /// Reads on in a stream in memory that begins as `opening`, which was read already.
    pub(crate) fn behind(stream: T, opening: &Opening, opened: Opened) -> Self {
        let body = Body::again(opened);
        let limits = body.prologue.limits.clone();
        let frames = FrameReader::behind(Input::in_memory(stream), opening, limits);
        Self::behind_prologue(frames, body)
    }
}

impl Opened {
    /// Reads it.
    ///
    /// # Errors
    ///
    /// If it is not within `limits`.
    pub(crate) fn new(opening: &Opening, limits: Limits) -> Result<Self, StreamError> {
        Ok(StreamReader::in_memory(&opening.bytes, limits)?.into_opened())
    }
}

impl<R: Read> StreamReader<R> {
    /// What was read of the prologue.
    pub(crate) fn into_opened(self) -> Opened {
        self.body.into_opened()
    }
}
