//! Reads a stream as its bytes come.

use alloc::vec::Vec;
use core::{fmt, mem};

use super::answers;
use super::body::AlreadyRead;
use super::body::Body;
use super::checks::malformed;
use super::error::StreamError;
use super::frame::FrameKind;
use super::frame_parser::{FrameParser, Piece};
use super::limits::Limits;
use super::messages::{Answer, Outcome, StreamDigest};
use super::payload::Lent;
use super::prologue::{Prologue, PrologueParts};
use super::section::Section;

/// Reads a stream without an input of its own: whoever has bytes of it hands them over, in
/// pieces of any size, and gets what they say. So it works where nothing may block, in an
/// event loop or an `async` function, and without `std`.
///
/// It finds what [`StreamReader`](super::StreamReader) finds, and refuses what that refuses, in
/// the same words; both hold the frames against the same rules. Memory stays within the
/// prologue and the largest section.
///
/// ```
/// use migratable::stream::{Header, Limits, StreamEvent, StreamParser, StreamWriter};
///
/// let header = Header::new("my-vmm", "1.0");
/// let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
/// writer.instances(&[])?;
/// writer.bulk("ram", 4096, b"a page")?;
/// let stream = writer.finish()?;
///
/// let (mut parser, mut ram) = (StreamParser::new(Limits::default()), vec![0; 8192]);
/// for piece in stream.chunks(3) {
///     let mut bytes = piece;
///     while let Some(event) = parser.next(&mut bytes)? {
///         match event {
///             StreamEvent::Prologue(prologue) => assert_eq!(prologue.header, header),
///             StreamEvent::Bulk { offset, bytes, .. } => {
///                 ram[offset as usize..][..bytes.len()].copy_from_slice(bytes);
///             }
///             _ => {}
///         }
///     }
/// }
/// parser.end_of_input()?;
/// assert_eq!(ram[4096..4102], *b"a page");
/// # Ok::<(), migratable::stream::StreamError>(())
/// ```
pub struct StreamParser {
    frames: FrameParser,
    content: Content,
    part: Part,
    /// What was kept of the payload of the open frame.
    held: Vec<u8>,
    /// Bytes of the stream before that payload.
    payload_at: u64,
    broken: bool,
}

/// What the frames are held against.
enum Content {
    Prologue(PrologueParts),
    Body(Body),
}

/// What is done with the payload of the open frame.
enum Part {
    /// Nothing.
    Passed,
    /// Nothing more. It may be a damaged one, so this is told when it has ended.
    Refused(StreamError),
    /// It is kept until the frame has ended.
    Message,
    /// It is kept until it is known where the bytes of an item belong.
    BulkStart,
    /// It is handed over.
    Bulk,
}

/// What some bytes of a stream say.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamEvent<'a> {
    /// All that comes before any data.
    Prologue(&'a Prologue),
    /// The state of an instance. Its checksum was verified.
    Section(Section<'a>),
    /// Bytes of a named item. They are handed over as they come, *before* the checksum behind
    /// them was verified: nothing may run on them before the [end](Self::End) of the stream.
    #[non_exhaustive]
    Bulk {
        /// Name of the item.
        name: &'a str,
        /// Where in the item the bytes belong.
        offset: u64,
        /// The bytes; none only if the frame has none.
        bytes: &'a [u8],
        /// How many more the frame has.
        left: u64,
    },
    /// The frame of those bytes has ended, and its checksum was right.
    BulkEnd,
    /// Zeros in place of bytes of a named item, as many as 2^64: before any are made, compare
    /// that with what there is.
    #[non_exhaustive]
    Zeros {
        /// Name of the item.
        name: &'a str,
        /// Where in the item the first of them belongs.
        offset: u64,
        /// How many there are; it can be none.
        len: u64,
    },
    /// What the destination of a migration says of the devices that it was offered.
    Answer(Answer),
    /// Whether it has loaded them. Compare the digest with that of the stream that was sent.
    Outcome(Outcome),
    /// All has come, and is what was written.
    End(StreamDigest),
}

/// What was found, without what is borrowed of the parser.
pub(crate) enum Found<'a> {
    Prologue,
    Section { index: u32, used: usize },
    Bulk { offset: u64, bytes: &'a [u8] },
    BulkEnd,
    Zeros,
    Answer(Answer),
    Outcome(Outcome),
    End(StreamDigest),
}

impl StreamParser {
    /// At the start of a stream.
    pub fn new(limits: Limits) -> Self {
        Self {
            content: Content::Prologue(PrologueParts::new(&limits)),
            frames: FrameParser::reading(limits),
            part: Part::Passed,
            held: Vec::new(),
            payload_at: 0,
            broken: false,
        }
    }

    /// Takes bytes from the front of `bytes`, and gives what they say; `None` if all were taken
    /// and more must come. Nothing behind the last frame of a stream is taken: there, too, it
    /// is `None`, and [`is_done`](Self::is_done) tells the two apart.
    ///
    /// # Errors
    ///
    /// If the bytes are not those of a stream within the limits. All that came so far is to be
    /// thrown away then; later calls return [`StreamError::Broken`].
    pub fn next<'a, 'b: 'a>(
        &'a mut self,
        bytes: &mut &'b [u8],
    ) -> Result<Option<StreamEvent<'a>>, StreamError> {
        match self.find(bytes)? {
            Some(found) => self.event(found).map(Some),
            None => Ok(None),
        }
    }

    /// The same, without what is borrowed of the parser.
    pub(crate) fn find<'b>(
        &mut self,
        bytes: &mut &'b [u8],
    ) -> Result<Option<Found<'b>>, StreamError> {
        self.guard(|parser| parser.advance(bytes))
    }

    /// What was found last.
    pub(crate) fn event<'a>(
        &'a mut self,
        found: Found<'a>,
    ) -> Result<StreamEvent<'a>, StreamError> {
        let left = self.frames.remaining();
        Ok(match (found, &self.content) {
            (Found::Answer(answer), _) => StreamEvent::Answer(answer),
            (Found::Outcome(outcome), _) => StreamEvent::Outcome(outcome),
            (Found::BulkEnd, _) => StreamEvent::BulkEnd,
            (Found::End(digest), _) => StreamEvent::End(digest),
            (Found::Prologue, Content::Body(body)) => StreamEvent::Prologue(&body.prologue),
            (Found::Section { index, used }, Content::Body(body)) => {
                let instance = body.prologue.instances.get(index as usize);
                self.held.drain(..used);
                StreamEvent::Section(Section {
                    index,
                    instance: instance.ok_or(StreamError::Broken)?,
                    offset: self.payload_at + used as u64,
                    payload: Lent::Read(&mut self.held),
                    is_stored: false,
                })
            }
            (Found::Bulk { offset, bytes }, Content::Body(body)) => StreamEvent::Bulk {
                name: body.bulk_place().0,
                offset,
                bytes,
                left,
            },
            (Found::Zeros, Content::Body(body)) => StreamEvent::Zeros {
                name: body.bulk_place().0,
                offset: body.bulk_place().1,
                len: body.zeros(),
            },
            // No such thing is found before the prologue.
            (_, Content::Prologue(_)) => return Err(StreamError::Broken),
        })
    }

    /// Says that no more bytes come, which is an error, unless the stream is whole.
    ///
    /// # Errors
    ///
    /// What a [`StreamReader`](super::StreamReader) says where its input ends here.
    pub fn end_of_input(&mut self) -> Result<(), StreamError> {
        self.guard(|parser| {
            let ended = parser.frames.end_of_input();
            ended.map_err(|error| parser.named(error))
        })
    }

    /// What the stream says about itself before any data, once it has come.
    pub fn prologue(&self) -> Option<&Prologue> {
        match &self.content {
            Content::Prologue(_) => None,
            Content::Body(body) => Some(&body.prologue),
        }
    }

    /// Whether the last frame of the stream has ended.
    pub fn is_done(&self) -> bool {
        !self.broken && self.frames.is_done()
    }

    /// Digest of the whole stream, once its end has come.
    pub fn digest(&self) -> Option<StreamDigest> {
        match &self.content {
            Content::Prologue(_) => None,
            Content::Body(body) => body.digest(),
        }
    }

    /// Bytes of the stream that were taken.
    pub fn offset(&self) -> u64 {
        self.frames.offset()
    }

    /// Whether the bulk item that comes was declared.
    pub(crate) fn is_bulk_declared(&self) -> bool {
        match &self.content {
            Content::Prologue(_) => false,
            Content::Body(body) => body.is_bulk_declared(),
        }
    }

    /// What was read behind the prologue, so that the rest of the stream does not have it.
    pub(crate) fn already_read(&self) -> Result<Option<AlreadyRead<'_>>, StreamError> {
        match &self.content {
            _ if self.broken => Err(StreamError::Broken),
            Content::Prologue(_) => Ok(None),
            Content::Body(body) => Ok(body.already_read(self.frames.order())),
        }
    }

    /// Takes no more: whoever reads it has refused something of it.
    pub(crate) fn give_up(&mut self) {
        self.broken = true;
    }

    /// Refuses what was found last, where something else is to come.
    pub(crate) fn refuse(&mut self, expected: &'static str) -> StreamError {
        self.give_up();
        let place = self.frames.place().clone();
        StreamError::OutOfOrder { place, expected }
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

    fn advance<'a>(&mut self, bytes: &mut &'a [u8]) -> Result<Option<Found<'a>>, StreamError> {
        loop {
            let piece = self.frames.next(bytes).map_err(|error| self.named(error))?;
            let found = match piece {
                None => return Ok(None),
                Some(Piece::Begin { kind, len }) => {
                    self.begin(kind, len)?;
                    None
                }
                Some(Piece::Payload(piece)) => self.payload(piece)?,
                Some(Piece::End(kind)) => self.end(kind)?,
            };
            if found.is_some() {
                return Ok(found);
            }
        }
    }

    fn begin(&mut self, kind: FrameKind, len: u64) -> Result<(), StreamError> {
        self.held.clear();
        self.payload_at = self.frames.offset();
        self.part = match kind {
            _ if self.frames.is_passed_over() => Part::Passed,
            FrameKind::Bulk => Part::BulkStart,
            _ => Part::Message,
        };
        match (&self.part, &self.content) {
            (Part::Message, Content::Prologue(parts)) => {
                parts.expect(self.frames.place(), len, self.frames.limits())
            }
            _ => Ok(()),
        }
    }

    /// Takes the next bytes of a payload.
    fn payload<'a>(&mut self, piece: &'a [u8]) -> Result<Option<Found<'a>>, StreamError> {
        match self.part {
            Part::Passed | Part::Refused(_) => Ok(None),
            Part::Message => self.hold(piece).map(|()| None),
            Part::BulkStart => self.bulk_start(piece),
            Part::Bulk => Ok(Some(self.bulk(piece))),
        }
    }

    fn hold(&mut self, piece: &[u8]) -> Result<(), StreamError> {
        self.held
            .try_reserve(piece.len())
            .map_err(|_| StreamError::OutOfMemory {
                place: self.frames.place().clone(),
                len: (self.held.len() as u64)
                    .saturating_add(piece.len() as u64)
                    .saturating_add(self.frames.remaining()),
            })?;
        self.held.extend_from_slice(piece);
        Ok(())
    }

    /// Takes bytes of a bulk frame of which it is not known where they belong. What is kept of
    /// them is as much as a reader looks at.
    fn bulk_start<'a>(&mut self, piece: &'a [u8]) -> Result<Option<Found<'a>>, StreamError> {
        let longest = Body::longest_bulk_start(self.frames.limits());
        let before = self.held.len();
        let first = piece.get(..longest.saturating_sub(before)).unwrap_or(piece);
        self.hold(first)?;
        let Content::Body(body) = &mut self.content else {
            return Err(StreamError::Broken);
        };
        let place = self.frames.place();
        match body.bulk_start(&self.held) {
            Ok(used) => {
                let rest = piece.get(used.saturating_sub(before)..).unwrap_or_default();
                let len = self.frames.remaining().saturating_add(rest.len() as u64);
                match body.bulk(place, len, self.frames.limits()) {
                    Ok(()) => {
                        self.part = Part::Bulk;
                        let has_come = len == 0 || !rest.is_empty();
                        Ok(has_come.then(|| self.bulk(rest)))
                    }
                    Err(error) => {
                        self.part = Part::Refused(error);
                        Ok(None)
                    }
                }
            }
            Err(problem) => {
                let is_all = self.held.len() >= longest || self.frames.remaining() == 0;
                if is_all {
                    self.part = Part::Refused(malformed(place, problem));
                }
                Ok(None)
            }
        }
    }

    fn bulk<'a>(&mut self, bytes: &'a [u8]) -> Found<'a> {
        let mut offset = 0;
        if let Content::Body(body) = &mut self.content {
            offset = body.bulk_place().1;
            body.advance(bytes.len() as u64);
        }
        Found::Bulk { offset, bytes }
    }

    /// The frame has ended, and was verified.
    fn end<'a>(&mut self, kind: FrameKind) -> Result<Option<Found<'a>>, StreamError> {
        let place = self.frames.place();
        match (
            mem::replace(&mut self.part, Part::Passed),
            &mut self.content,
        ) {
            (Part::Passed, _) => Ok(None),
            (Part::Bulk, _) => Ok(Some(Found::BulkEnd)),
            (Part::Refused(error), _) => Err(error),
            (Part::Message, Content::Prologue(parts)) => {
                let prologue = parts.take(place, &self.held, self.frames.limits())?;
                Ok(prologue.map(|prologue| {
                    self.content = Content::Body(Body::new(prologue));
                    Found::Prologue
                }))
            }
            (Part::Message, Content::Body(_)) => self.message(kind).map(Some),
            // A frame that has not even a start.
            (Part::BulkStart, Content::Body(body)) => match body.bulk_start(&self.held) {
                Err(problem) => Err(malformed(place, problem)),
                Ok(_) => Err(StreamError::Broken),
            },
            (Part::BulkStart, Content::Prologue(_)) => Err(StreamError::Broken),
        }
    }

    /// Reads a frame behind the prologue that is none of bulk bytes.
    fn message<'a>(&mut self, kind: FrameKind) -> Result<Found<'a>, StreamError> {
        let Content::Body(body) = &mut self.content else {
            return Err(StreamError::Broken);
        };
        let (place, payload) = (self.frames.place(), &self.held[..]);
        Ok(match kind {
            FrameKind::Section => {
                let start = Body::section_start(payload);
                let (index, used) = start.map_err(|problem| malformed(place, problem))?;
                body.section(place, index)?;
                Found::Section { index, used }
            }
            FrameKind::Zeros => {
                body.zeros_frame(place, payload, self.frames.limits())?;
                Found::Zeros
            }
            FrameKind::Answer => Found::Answer(answers::read_answer(place, payload)?),
            FrameKind::Outcome => Found::Outcome(answers::read_outcome(place, payload)?),
            FrameKind::Cancel => return Err(Body::cancelled(place, payload)),
            // The order of frames lets nothing but the end come besides.
            _ => Found::End(body.end(place, payload, self.frames.digest())?),
        })
    }

    /// Adds the instance or item of the open frame to an error about it, where it is known.
    fn named(&self, error: StreamError) -> StreamError {
        let Content::Body(body) = &self.content else {
            return error;
        };
        match self.part {
            Part::Bulk => error.named(|| Some(body.bulk_place().0.into())),
            Part::Message if self.frames.place().kind == FrameKind::Section => {
                let start = Body::section_start(&self.held).ok();
                error.named(|| body.name(start?.0))
            }
            _ => error,
        }
    }
}

impl fmt::Debug for StreamParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamParser")
            .field("prologue", &self.prologue())
            .field("frames", &self.frames)
            .finish_non_exhaustive()
    }
}
