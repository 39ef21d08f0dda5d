//! What a reader finds after the prologue.

use core::fmt;
use std::io::Read;

use super::error::StreamError;
use super::open_frame::OpenFrame;
use super::reader::StreamReader;
use super::section::Section;

/// What a stream holds after its prologue. Others than these may come, which are
/// for programs that know of them.
#[non_exhaustive]
pub enum Event<'a, R> {
    /// The state of an instance. Its checksum was verified.
    Section(Section<'a>),
    /// Bytes of a named item, to be read now or skipped.
    Bulk(Bulk<'a, R>),
    /// Zeros in place of bytes of a named item.
    Zeros(Zeros<'a, R>),
}

impl<R> fmt::Debug for Event<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Section(section) => section.fmt(f),
            Self::Bulk(bulk) => bulk.fmt(f),
            Self::Zeros(zeros) => zeros.fmt(f),
        }
    }
}

/// Bytes of a named item, such as guest RAM.
///
/// They are handed over as they come, *before* the checksum behind them was
/// verified; it is, in the call that reads the last of them. So nothing may run
/// on them before [`StreamReader::next_frame`] has returned `None`. What is not
/// read is skipped, and verified too.
pub struct Bulk<'a, R> {
    reader: &'a mut StreamReader<R>,
    is_zeros: bool,
}

/// Zeros to read where a frame only says how many there are.
static ZEROS: [u8; 1 << 16] = [0; 1 << 16];

impl<'a, R> Bulk<'a, R> {
    pub(super) fn of_frame(reader: &'a mut StreamReader<R>) -> Self {
        let is_zeros = false;
        Self { reader, is_zeros }
    }
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

    /// Whether the frame only says that all of its bytes are zeros. Memory that is known to
    /// be zeros is spared: they need not be read.
    pub fn is_zeros(&self) -> bool {
        self.is_zeros
    }

    /// Whether the prologue has declared the item.
    pub(crate) fn is_declared(&self) -> bool {
        self.reader.is_bulk_declared()
    }

    /// Bytes of the stream before the next byte.
    pub fn stream_offset(&self) -> u64 {
        self.reader.frame().input.offset()
    }

    /// Bytes of this frame that are still to be read.
    pub fn remaining(&self) -> u64 {
        match self.is_zeros {
            true => self.reader.zeros(),
            false => self.reader.frame().remaining(),
        }
    }

    /// Fills `to` with the next bytes, without a copy in between, and returns
    /// how many there were: fewer than its length only at the end of the frame.
    ///
    /// # Errors
    ///
    /// If the input fails or ends, or the frame turns out to be damaged.
    pub fn read_into(&mut self, to: &mut [u8]) -> Result<usize, StreamError> {
        if self.is_zeros {
            let len = self.remaining().min(to.len() as u64);
            to.get_mut(..len as usize).unwrap_or_default().fill(0);
            self.reader.take_zeros(len);
            return Ok(len as usize);
        }
        self.reader.read_bulk(|frame| frame.read_into(to))
    }

    /// Reads the rest of the frame to where it belongs in the memory of the item.
    ///
    /// # Errors
    ///
    /// [`StreamError::NoRoom`] if that is shorter, or as [`read_into`](Self::read_into).
    pub fn read_to_item(&mut self, item: &mut [u8]) -> Result<(), StreamError> {
        let (offset, len) = (self.offset(), self.remaining());
        let end = offset.saturating_add(len);
        let room = item.len() as u64;
        let start = usize::try_from(offset).unwrap_or(usize::MAX);
        let place = usize::try_from(end)
            .ok()
            .and_then(|end| item.get_mut(start..end));
        match place {
            Some(place) => self.read_into(place).map(drop),
            None => {
                let mut place = self.reader.frame().place().clone();
                place.name = Some(self.name().to_owned());
                Err(StreamError::NoRoom { place, end, room })
            }
        }
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
        if self.is_zeros {
            let len = self.remaining().min(ZEROS.len() as u64);
            self.reader.take_zeros(len);
            return Ok(Some((
                offset,
                ZEROS.get(..len as usize).unwrap_or_default(),
            )));
        }
        self.reader.read_bulk(OpenFrame::read_piece)?;
        Ok(Some((offset, self.reader.frame().payload())))
    }
}

/// Zeros in place of bytes of a named item.
///
/// A short frame can stand for 2^64 of them. Before any are made, compare the length with
/// what there is.
pub struct Zeros<'a, R> {
    pub(super) reader: &'a mut StreamReader<R>,
}

impl<'a, R> Zeros<'a, R> {
    /// Name of the item.
    pub fn name(&self) -> &str {
        self.reader.bulk_place().0
    }

    /// Where in the item the first of them belongs.
    pub fn offset(&self) -> u64 {
        self.reader.bulk_place().1
    }

    /// How many there are; it can be none.
    #[allow(clippy::len_without_is_empty, reason = "a frame is not a collection")]
    pub fn len(&self) -> u64 {
        self.reader.zeros()
    }

    /// The same, to be read as bytes.
    pub fn into_bulk(self) -> Bulk<'a, R> {
        Bulk {
            reader: self.reader,
            is_zeros: true,
        }
    }
}

impl<R> fmt::Debug for Zeros<'_, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zeros")
            .field("name", &self.name())
            .field("offset", &self.offset())
            .field("len", &self.len())
            .finish()
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
