//! Reads a stream, frame by frame.

mod answers;
mod bulk;
pub(crate) mod memory;

use core::fmt;
use std::io::{self, Read};

use super::body::{AlreadyRead, Body};
use super::error::StreamError;
use super::event::{Bulk, Event, Zeros};
use super::frame::{FrameKind, VARINT_MAX};
use super::frame_reader::FrameReader;
use super::input::Input;
use super::limits::Limits;
use super::messages::{Instance, StreamDigest};
use super::open_frame::OpenFrame;
use super::preamble;
use super::progress::Progress;
use super::prologue::{Prologue, PrologueParts};
use super::section::Section;
use super::sent::{SchemaReference, SentSchema};

/// Reads a stream from any [`Read`], forwards only.
///
/// Not a byte is read beyond the end frame, nor one that the other end need not
/// have sent yet, so a socket can go on to be used for other things. Memory
/// stays within the prologue, the largest section and a constant; of an input
/// [in memory](Self::in_memory), within the prologue and a constant.
///
/// A frame costs at least two reads of the input. Where that matters, and the
/// input holds nothing but the stream, wrap it in a
/// [`BufReader`](std::io::BufReader). Non-blocking inputs are not supported.
///
/// After an error, all that was read so far is to be thrown away: later calls
/// return [`StreamError::Broken`].
pub struct StreamReader<R> {
    frames: FrameReader<R>,
    body: Body,
    broken: bool,
}

impl<R: Read> StreamReader<R> {
    /// Reads the preamble and the prologue.
    ///
    /// # Errors
    ///
    /// If `input` fails or does not hold a valid beginning of a stream within
    /// `limits`.
    pub fn new(input: R, limits: Limits) -> Result<Self, StreamError> {
        Self::start(Input::new(input), limits)
    }

    fn start(mut input: Input<R>, limits: Limits) -> Result<Self, StreamError> {
        preamble::read(&mut input)?;
        let mut frames = FrameReader::new(input, limits);
        let mut parts = PrologueParts::new(&frames.limits);
        let prologue = loop {
            frames.next()?;
            let frame = &frames.frame;
            parts.expect(frame.place(), frame.remaining(), &frames.limits)?;
            let (place, payload, limits) = frames.read_message()?;
            if let Some(prologue) = parts.take(place, payload, limits)? {
                break prologue;
            }
        };
        Ok(Self::behind_prologue(frames, Body::new(prologue)))
    }

    fn behind_prologue(frames: FrameReader<R>, body: Body) -> Self {
        let broken = false;
        Self {
            frames,
            body,
            broken,
        }
    }

    /// What the stream says about itself before any data.
    pub fn prologue(&self) -> &Prologue {
        &self.body.prologue
    }

    /// Puts schemas where the stream only says which they are, as one does that was written
    /// with [`SchemaForm::Fingerprint`](super::SchemaForm::Fingerprint). `find` gives the text
    /// of a schema, if it has it: of this build, or of those that were exported. What it
    /// does not have stays a reference.
    ///
    /// A build that loads states of its own devices need not call this.
    ///
    /// # Errors
    ///
    /// [`StreamError::OtherSchema`] if a text is not the schema that was asked for.
    pub fn bring_schemas(
        &mut self,
        mut find: impl FnMut(&SchemaReference) -> Option<String>,
    ) -> Result<(), StreamError> {
        for (index, sent) in self.body.prologue.schemas.iter_mut().enumerate() {
            if let SentSchema::Reference(wanted) = sent
                && let Some(json) = find(wanted)
            {
                wanted.check_text(&json).map_err(|problem| {
                    let wanted = Box::new(wanted.clone());
                    StreamError::OtherSchema {
                        index,
                        wanted,
                        problem,
                    }
                })?;
                *sent = SentSchema::Whole(json);
            }
        }
        Ok(())
    }

    /// What the stream is read within.
    pub fn limits(&self) -> &Limits {
        &self.frames.limits
    }

    /// The next section or bulk frame, or `None` once the end frame was read
    /// and vouches for all that came before it.
    ///
    /// # Errors
    ///
    /// If the input fails or the stream is not valid.
    pub fn next_frame(&mut self) -> Result<Option<Event<'_, R>>, StreamError> {
        self.next(None)
    }

    /// As [`next_frame`](Self::next_frame), but with a bound on memory: of a section of more
    /// than `most` bytes, the state is handed to `store` as it comes, *before* its checksum
    /// was verified. The section then [says so](Section::is_stored), and its payload is empty.
    ///
    /// # Errors
    ///
    /// [`StreamError::Store`] if `store` fails, or as [`next_frame`](Self::next_frame).
    pub fn next_frame_stored(
        &mut self,
        most: u64,
        store: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<Option<Event<'_, R>>, StreamError> {
        self.next(Some(Storing { most, store }))
    }

    fn next(&mut self, storing: Option<Storing<'_>>) -> Result<Option<Event<'_, R>>, StreamError> {
        let found = self.guard(|reader| reader.advance(storing))?;
        Ok(match found {
            Found::Section {
                index,
                offset,
                is_stored,
            } => {
                let instance = self.body.prologue.instances.get(index as usize);
                let instance = instance.ok_or(StreamError::Broken)?;
                let payload = self.frames.frame.lend();
                Some(Event::Section(Section {
                    index,
                    instance,
                    offset,
                    payload,
                    is_stored,
                }))
            }
            Found::Bulk => Some(Event::Bulk(Bulk::of_frame(self))),
            Found::Zeros => Some(Event::Zeros(Zeros { reader: self })),
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
        self.guard(|reader| {
            let input = &mut reader.frames.frame.input;
            let offset = input.offset();
            match input.peek(1)? {
                [] => Ok(()),
                _ => Err(StreamError::TrailingBytes { offset }),
            }
        })
    }

    /// The input, for whoever must answer on the same connection.
    pub fn get_mut(&mut self) -> &mut R {
        self.frames.frame.input.get_mut()
    }

    /// The input. After [`next_frame`](Self::next_frame) has returned `None`, it
    /// stands right behind the stream.
    pub fn into_inner(self) -> R {
        self.frames.frame.input.into_inner()
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

    fn advance(&mut self, storing: Option<Storing<'_>>) -> Result<Found, StreamError> {
        if self.frames.order() == Progress::Done {
            return Ok(Found::End);
        }
        // A bulk frame that was not read to its end is still open.
        self.read_bulk(OpenFrame::skip)?;
        match self.frames.next()? {
            FrameKind::Section => self.read_section(storing),
            FrameKind::Bulk => self.begin_bulk(),
            FrameKind::Zeros => self.read_zeros(),
            FrameKind::End => self.read_end(),
            FrameKind::Cancel => {
                let (place, payload, _) = self.frames.read_message()?;
                Err(Body::cancelled(place, payload))
            }
            _ => Err(self.unexpected("a section, bulk, zeros or end frame")),
        }
    }

    /// Refuses a frame that belongs into a stream of the other direction.
    fn unexpected(&mut self, expected: &'static str) -> StreamError {
        let place = self.frames.frame.place().clone();
        let error = StreamError::OutOfOrder { place, expected };
        self.frames.frame.refuse(error)
    }

    /// Digest of the whole stream, once [`next_frame`](Self::next_frame) has
    /// returned `None`.
    pub fn digest(&self) -> Option<StreamDigest> {
        self.body.digest()
    }

    /// The instances that have had no section. Once [`next_frame`](Self::next_frame) has
    /// returned `None`, these are the devices that were not needed when they were saved.
    pub fn absent(&self) -> impl Iterator<Item = &Instance> {
        self.body.absent()
    }

    /// How many frames were passed over so far, of kinds that may be (`docs/format.md`,
    /// 4.2): who writes the stream anew without them says so.
    pub fn skipped_frames(&self) -> u64 {
        self.frames.skipped()
    }

    /// What was read behind the prologue, so that the rest of the stream does not have it.
    pub(crate) fn already_read(&self) -> Result<Option<AlreadyRead<'_>>, StreamError> {
        match self.broken {
            true => Err(StreamError::Broken),
            false => Ok(self.body.already_read(self.frames.order())),
        }
    }

    /// Reads no more: whoever loads the stream has refused something of it.
    pub(crate) fn give_up(&mut self) {
        self.broken = true;
    }

    fn read_section(&mut self, storing: Option<Storing<'_>>) -> Result<Found, StreamError> {
        let frame = &mut self.frames.frame;
        let index = frame.read_start(VARINT_MAX, Body::section_start)?;
        let offset = frame.input.offset();
        let storing = storing.filter(|storing| frame.remaining() > storing.most);
        let is_stored = storing.is_some();
        match storing {
            Some(storing) => frame.read_stored(storing.store),
            None => frame.read_all(),
        }
        .map_err(|error| error.named(|| self.body.name(index)))?;
        self.body.section(frame.place(), index)?;
        Ok(Found::Section {
            index,
            offset,
            is_stored,
        })
    }

    fn read_end(&mut self) -> Result<Found, StreamError> {
        self.frames.frame.read_all()?;
        let frame = &self.frames.frame;
        let digest = frame.state.digest();
        self.body.end(frame.place(), frame.payload(), digest)?;
        Ok(Found::End)
    }

    /// The input, if it is memory, in which payloads lie that were kept.
    pub(crate) fn memory(&self) -> &[u8] {
        self.frames.frame.input.memory().unwrap_or_default()
    }

    /// The frame that is being read.
    pub(super) fn frame(&self) -> &OpenFrame<R> {
        &self.frames.frame
    }
}

impl<R> fmt::Debug for StreamReader<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamReader")
            .field("prologue", &self.body.prologue)
            .finish_non_exhaustive()
    }
}

/// Where long sections go.
struct Storing<'s> {
    /// Bytes of the longest that does not.
    most: u64,
    store: &'s mut dyn FnMut(&[u8]) -> io::Result<()>,
}

enum Found {
    Section {
        index: u32,
        offset: u64,
        is_stored: bool,
    },
    Bulk,
    Zeros,
    End,
}
