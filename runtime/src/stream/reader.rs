//! Reads a stream, frame by frame.

use std::io::Read;

use super::error::StreamError;
use super::frame::FrameKind;
use super::frame_reader::FrameReader;
use super::input::Input;
use super::limits::Limits;
use super::messages::{BulkStart, End, Instance, SectionStart, decode_start};
use super::order::{Order, Refused, Sections};
use super::preamble;
use super::prologue::{self, Prologue};

/// Bytes that the longest varint of 64 bits takes.
const VARINT_MAX: usize = 10;

/// Reads a stream from any [`Read`], forwards only.
///
/// Not a byte is read beyond the end frame, nor one that the other end need not
/// have sent yet, so a socket can go on to be used for other things. Memory
/// stays within the prologue, the largest section and a constant.
///
/// A frame costs at least two reads of the input. Where that matters, and the
/// input holds nothing but the stream, wrap it in a
/// [`BufReader`](std::io::BufReader). Non-blocking inputs are not supported.
///
/// After an error, all that was read so far is to be thrown away: later calls
/// return [`StreamError::Broken`].
#[derive(Debug)]
pub struct StreamReader<R> {
    frames: FrameReader<R>,
    prologue: Prologue,
    sections: Sections,
    bulk_frames: u64,
    /// Name of the bulk item that is being read, and where its next byte belongs.
    bulk_name: String,
    bulk_offset: u64,
    broken: bool,
}

/// What a stream holds after its prologue.
#[derive(Debug)]
pub enum Event<'a, R> {
    /// The state of an instance. Its checksum was verified.
    Section(Section<'a>),
    /// Bytes of a named item, to be read now or skipped.
    Bulk(Bulk<'a, R>),
}

/// The state of one instance.
#[derive(Debug)]
pub struct Section<'a> {
    /// Index of the instance in [`Prologue::instances`].
    pub index: u32,
    /// The instance.
    pub instance: &'a Instance,
    /// Bytes of the stream before the payload.
    pub offset: u64,
    payload: &'a mut Vec<u8>,
}

/// Bytes of a named item, such as guest RAM.
///
/// They are handed over as they come, *before* the checksum behind them was
/// verified; it is, in the call that reads the last of them. So nothing may run
/// on them before [`StreamReader::next_frame`] has returned `None`. What is not
/// read is skipped, and verified too.
#[derive(Debug)]
pub struct Bulk<'a, R> {
    reader: &'a mut StreamReader<R>,
}

impl<R: Read> StreamReader<R> {
    /// Reads the preamble and the prologue.
    ///
    /// # Errors
    ///
    /// If `input` fails or does not hold a valid beginning of a stream within
    /// `limits`.
    pub fn new(input: R, limits: Limits) -> Result<Self, StreamError> {
        let mut input = Input::new(input);
        preamble::read(&mut input)?;
        let mut frames = FrameReader::new(input, limits);
        let prologue = prologue::read(&mut frames)?;
        Ok(Self {
            sections: Sections::new(prologue.instances.len()),
            frames,
            prologue,
            bulk_frames: 0,
            bulk_name: String::new(),
            bulk_offset: 0,
            broken: false,
        })
    }

    /// What the stream says about itself before any data.
    pub fn prologue(&self) -> &Prologue {
        &self.prologue
    }

    /// The next section or bulk frame, or `None` once the end frame was read
    /// and vouches for all that came before it.
    ///
    /// # Errors
    ///
    /// If the input fails or the stream is not valid.
    pub fn next_frame(&mut self) -> Result<Option<Event<'_, R>>, StreamError> {
        let found = self.guard(Self::advance)?;
        Ok(match found {
            Found::Section { index, offset } => {
                let instance = self.prologue.instances.get(index as usize);
                let instance = instance.ok_or(StreamError::Broken)?;
                let payload = self.frames.payload();
                Some(Event::Section(Section { index, instance, offset, payload }))
            }
            Found::Bulk => Some(Event::Bulk(Bulk { reader: self })),
            Found::End => None,
        })
    }

    /// Reads the rest of the stream and makes sure that nothing follows it, as
    /// nothing must in a file.
    ///
    /// # Errors
    ///
    /// [`StreamError::TrailingBytes`], or as [`next_frame`](Self::next_frame).
    pub fn expect_end_of_input(&mut self) -> Result<(), StreamError> {
        while self.next_frame()?.is_some() {}
        let input = self.frames.input();
        let offset = input.offset();
        match input.peek(1)? {
            [] => Ok(()),
            _ => Err(StreamError::TrailingBytes { offset }),
        }
    }

    /// The input, for whoever must answer on the same connection.
    pub fn get_mut(&mut self) -> &mut R {
        self.frames.input().get_mut()
    }

    /// The input. After [`next_frame`](Self::next_frame) has returned `None`, it
    /// stands right behind the stream.
    pub fn into_inner(self) -> R {
        self.frames.into_input().into_inner()
    }

    /// Does a step, unless one failed before.
    fn guard<T>(
        &mut self,
        step: impl FnOnce(&mut Self) -> Result<T, StreamError>,
    ) -> Result<T, StreamError> {
        if self.broken {
            return Err(StreamError::Broken);
        }
        let result = step(self);
        self.broken = result.is_err();
        result
    }

    fn advance(&mut self) -> Result<Found, StreamError> {
        if self.frames.order() == Order::Done {
            return Ok(Found::End);
        }
        // A bulk frame that was not read to its end is still open.
        self.read_bulk(FrameReader::skip)?;
        match self.frames.next()? {
            FrameKind::Section => self.read_section(),
            FrameKind::Bulk => self.begin_bulk(),
            _ => self.read_end(),
        }
    }

    fn read_section(&mut self) -> Result<Found, StreamError> {
        let start = |payload: &[u8]| decode_start::<SectionStart>(payload);
        let index = self.frames.read_start(VARINT_MAX, start)?.instance;
        let offset = self.frames.input().offset();
        let instances = &self.prologue.instances;
        let name = || instances.get(index as usize).map(Instance::name);
        self.frames.read_payload().map_err(|error| error.named(name))?;

        let place = self.frames.place().clone();
        let count = instances.len();
        match self.sections.check(index) {
            Ok(()) => self.sections.tick(index),
            Err(Refused::Unlisted) => return Err(StreamError::NoSuchInstance { place, index, count }),
            Err(Refused::Repeated) => return Err(StreamError::RepeatedSection { place }.named(name)),
        }
        Ok(Found::Section { index, offset })
    }

    fn begin_bulk(&mut self) -> Result<Found, StreamError> {
        let name = &mut self.bulk_name;
        let longest = self.frames.limits().name_len.saturating_add(2 * VARINT_MAX as u64);
        let longest = usize::try_from(longest).unwrap_or(usize::MAX);
        self.bulk_offset = self.frames.read_start(longest, |payload| {
            let (start, used) = decode_start::<BulkStart>(payload)?;
            name.clear();
            name.push_str(start.name);
            Ok((start.offset, used))
        })?;
        if let Err(error) = self.check_bulk() {
            return Err(self.frames.refuse(error));
        }
        self.bulk_frames += 1;
        if self.frames.remaining() == 0 {
            self.frames.skip()?;
        }
        Ok(Found::Bulk)
    }

    fn check_bulk(&self) -> Result<(), StreamError> {
        let frames = &self.frames;
        frames.limits().check_name(frames.place(), &self.bulk_name)?;
        match self.bulk_offset.checked_add(frames.remaining()) {
            Some(_) => Ok(()),
            None => Err(frames.malformed("its bytes would go beyond offset 2^64")),
        }
    }

    fn read_end(&mut self) -> Result<Found, StreamError> {
        let end: End = self.frames.read_message()?;
        let place = || self.frames.place().clone();
        if let Some((first, count)) = self.sections.missing() {
            let first = self.prologue.instances.get(first).map(Instance::name).unwrap_or_default();
            return Err(StreamError::MissingSections { place: place(), first, count });
        }
        let counts = [
            ("sections", u64::from(end.sections), u64::from(self.sections.count())),
            ("bulk frames", end.bulk_frames, self.bulk_frames),
        ];
        for (what, stated, found) in counts {
            if stated != found {
                return Err(StreamError::Count { place: place(), what, stated, found });
            }
        }
        if end.digest != self.frames.digest() {
            return Err(StreamError::Digest { place: place() });
        }
        Ok(Found::End)
    }

    fn read_bulk<T>(
        &mut self,
        read: impl FnOnce(&mut FrameReader<R>) -> Result<T, StreamError>,
    ) -> Result<T, StreamError> {
        self.guard(|reader| {
            let before = reader.frames.remaining();
            let result = read(&mut reader.frames);
            reader.bulk_offset += before - reader.frames.remaining();
            result.map_err(|error| error.named(|| Some(reader.bulk_name.clone())))
        })
    }
}

enum Found {
    Section { index: u32, offset: u64 },
    Bulk,
    End,
}

impl Section<'_> {
    /// The device's encoded state.
    pub fn payload(&self) -> &[u8] {
        self.payload
    }

    /// The device's encoded state, to keep, without a copy.
    pub fn into_payload(self) -> Vec<u8> {
        core::mem::take(self.payload)
    }
}

impl<R: Read> Bulk<'_, R> {
    /// Name of the item.
    pub fn name(&self) -> &str {
        &self.reader.bulk_name
    }

    /// Where in the item the next byte belongs.
    pub fn offset(&self) -> u64 {
        self.reader.bulk_offset
    }

    /// Bytes of this frame that are still to be read.
    pub fn remaining(&self) -> u64 {
        self.reader.frames.remaining()
    }

    /// Fills `to` with the next bytes, without a copy in between, and returns
    /// how many there were: fewer than its length only at the end of the frame.
    ///
    /// # Errors
    ///
    /// If the input fails or ends, or the frame turns out to be damaged.
    pub fn read_into(&mut self, to: &mut [u8]) -> Result<usize, StreamError> {
        self.reader.read_bulk(|frames| frames.read_into(to))
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
        self.reader.read_bulk(FrameReader::read_piece)?;
        Ok(Some((offset, self.reader.frames.payload())))
    }
}
