//! What a reader finds after the prologue.

use core::fmt;
use std::io::Read;

use super::error::StreamError;
use super::messages::Instance;
use super::open_frame::OpenFrame;
use super::payload::{Lent, Payload};
use super::reader::StreamReader;

/// What a stream holds after its prologue. Others than these may come, which are
/// for programs that know of them.
#[non_exhaustive]
pub enum Event<'a, R> {
    /// The state of an instance. Its checksum was verified.
    Section(Section<'a>),
    /// Bytes of a named item, to be read now or skipped.
    Bulk(Bulk<'a, R>),
}

impl<R> fmt::Debug for Event<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Section(section) => section.fmt(f),
            Self::Bulk(bulk) => bulk.fmt(f),
        }
    }
}

/// The state of one instance.
#[non_exhaustive]
pub struct Section<'a> {
    /// Index of the instance in [`Prologue::instances`](super::Prologue::instances).
    pub index: u32,
    /// The instance.
    pub instance: &'a Instance,
    /// Bytes of the stream before the payload.
    pub offset: u64,
    pub(super) payload: Lent<'a>,
}

impl Section<'_> {
    /// The device's encoded state.
    pub fn payload(&self) -> &[u8] {
        self.payload.bytes()
    }

    /// The device's encoded state, to keep: without a copy, unless the input is
    /// memory.
    pub fn into_payload(self) -> Vec<u8> {
        self.payload.into_vec()
    }

    /// The device's encoded state, to keep as long as the reader.
    pub(crate) fn keep(self) -> Payload {
        self.payload.keep()
    }
}

/// Without the payload, which can be long and a guest's secret.
impl fmt::Debug for Section<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Section")
            .field("index", &self.index)
            .field("instance", &self.instance)
            .field("offset", &self.offset)
            .field("payload.len()", &self.payload().len())
            .finish()
    }
}

/// Bytes of a named item, such as guest RAM.
///
/// They are handed over as they come, *before* the checksum behind them was
/// verified; it is, in the call that reads the last of them. So nothing may run
/// on them before [`StreamReader::next_frame`] has returned `None`. What is not
/// read is skipped, and verified too.
pub struct Bulk<'a, R> {
    pub(super) reader: &'a mut StreamReader<R>,
}

impl<R: Read> Bulk<'_, R> {
    /// Name of the item.
    pub fn name(&self) -> &str {
        self.reader.bulk_place().0
    }

    /// Where in the item the next byte belongs.
    pub fn offset(&self) -> u64 {
        self.reader.bulk_place().1
    }

    /// Bytes of the stream before the next byte.
    pub fn stream_offset(&self) -> u64 {
        self.reader.frame().input.offset()
    }

    /// Bytes of this frame that are still to be read.
    pub fn remaining(&self) -> u64 {
        self.reader.frame().remaining()
    }

    /// Fills `to` with the next bytes, without a copy in between, and returns
    /// how many there were: fewer than its length only at the end of the frame.
    ///
    /// # Errors
    ///
    /// If the input fails or ends, or the frame turns out to be damaged.
    pub fn read_into(&mut self, to: &mut [u8]) -> Result<usize, StreamError> {
        self.reader.read_bulk(|frame| frame.read_into(to))
    }

    /// The next bytes, at most 256 KiB, with the place in the item where they
    /// belong; `None` at the end of the frame. For memory that cannot be
    /// borrowed as a slice.
    ///
    /// # Errors
    ///
    /// As [`read_into`](Self::read_into).
    pub fn next_piece(&mut self) -> Result<Option<(u64, &[u8])>, StreamError> {
        if self.remaining() == 0 {
            return Ok(None);
        }
        let offset = self.offset();
        self.reader.read_bulk(OpenFrame::read_piece)?;
        Ok(Some((offset, self.reader.frame().payload())))
    }
}

impl<R> fmt::Debug for Bulk<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (name, offset) = self.reader.bulk_place();
        f.debug_struct("Bulk")
            .field("name", &name)
            .field("offset", &offset)
            .finish_non_exhaustive()
    }
}
