//! Streams that lie in memory, and what was read of how they begin.

use std::io::{Cursor, Read};

use super::super::error::StreamError;
use super::super::frame_reader::FrameReader;
use super::super::input::Input;
use super::super::items::Items;
use super::super::limits::Limits;
use super::super::messages::Instance;
use super::super::opening::Opening;
use super::super::prologue::Prologue;
use super::super::sections::Sections;
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
        let Opened {
            prologue,
            sections,
            items,
        } = opened;
        let input = Input::in_memory(stream);
        let frames = FrameReader::behind(input, opening, prologue.limits.clone());
        Self::behind_prologue(frames, prologue, sections.anew(), items.anew())
    }
}

/// What was read of an [`Opening`].
pub(crate) struct Opened {
    prologue: Prologue,
    sections: Sections,
    items: Items,
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

    /// The instances that it lists.
    pub(crate) fn instances(&self) -> &[Instance] {
        &self.prologue.instances
    }
}

impl<R: Read> StreamReader<R> {
    /// What was read of the prologue.
    pub(crate) fn into_opened(self) -> Opened {
        Opened {
            prologue: self.prologue,
            sections: self.sections,
            items: self.items,
        }
    }
}
