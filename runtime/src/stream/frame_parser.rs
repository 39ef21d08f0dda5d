//! Takes a stream apart as its bytes come.

use core::{fmt, mem};

use super::error::{FramePlace, StreamError};
use super::frame::{CHECKSUM_LEN, FrameKind, MIN_FRAME};
use super::frame_state::FrameState;
use super::head::{Head, Parsed};
use super::limits::Limits;
use super::preamble;
use super::progress::Progress;

/// Takes a stream apart without an input of its own: whoever has bytes of it hands them
/// over, in pieces of any size, and gets what they say of frames. So it works where
/// nothing may block: in an event loop, or in an `async` function.
///
/// Preamble, order of frames, lengths within [`Limits`] and checksums are verified.
/// [`StreamParser`](super::StreamParser) reads what the frames say, too. Nothing is kept but a
/// few bytes.
///
/// ```
/// use migratable::stream::{FrameKind, FrameParser, Header, Limits, Piece, StreamWriter};
///
/// let header = Header::new("my-vmm", "1.0");
/// let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default())?;
/// writer.instances(&[])?;
/// let stream = writer.finish()?;
///
/// let mut parser = FrameParser::new(Limits::default());
/// let mut kinds = Vec::new();
/// for piece in stream.chunks(3) {
///     let mut bytes = piece;
///     while let Some(found) = parser.next(&mut bytes)? {
///         if let Piece::End(kind) = found {
///             kinds.push(kind);
///         }
///     }
/// }
/// assert_eq!(kinds, [FrameKind::Header, FrameKind::Instances, FrameKind::End]);
/// # Ok::<(), migratable::stream::StreamError>(())
/// ```
#[derive(Clone)]
pub struct FrameParser {
    state: FrameState,
    limits: Limits,
    /// Bytes of the stream that were taken.
    offset: u64,
    part: Part,
    /// The beginning of what cannot be told before more has come: preamble, head, checksum.
    held: Held,
    /// Whether the open frame may not come here. It may be a damaged one, so that is told
    /// when it has ended.
    misplaced: bool,
    /// Whether nobody reads what the open frame says.
    passed_over: bool,
    /// Whether somebody reads metadata, which bounds it then.
    reads_metadata: bool,
}

/// What comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Preamble,
    Head,
    Payload,
    Checksum,
    /// Nothing, after an error.
    Broken,
}

/// What some bytes of a stream are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Piece<'a> {
    /// A frame begins.
    Begin {
        /// What it is.
        kind: FrameKind,
        /// Bytes of its payload.
        len: u64,
    },
    /// The next bytes of its payload. They are not verified before the frame has ended.
    Payload(&'a [u8]),
    /// The frame has ended, and its checksum was right.
    End(FrameKind),
}

impl FrameParser {
    /// At the start of a stream.
    pub fn new(limits: Limits) -> Self {
        Self {
            state: FrameState::new(preamble::LEN as u64),
            limits,
            offset: 0,
            part: Part::Preamble,
            held: Held::default(),
            misplaced: false,
            passed_over: false,
            reads_metadata: false,
        }
    }

    /// The same, for whoever reads what the frames say.
    pub(super) fn reading(limits: Limits) -> Self {
        Self {
            reads_metadata: true,
            ..Self::new(limits)
        }
    }

    /// Behind the streams of a migration: on the connection that they went over, or at the
    /// start of a new one.
    pub(super) fn settling(is_new: bool, limits: Limits) -> Self {
        let (part, offset) = match is_new {
            true => (Part::Preamble, preamble::LEN as u64),
            false => (Part::Head, 0),
        };
        Self {
            state: FrameState::settling(offset),
            part,
            ..Self::new(limits)
        }
    }

    /// Takes bytes from the front of `bytes`, and says what they are; `None` if all were
    /// taken and more must come. Nothing behind the last frame of a stream is taken: there,
    /// too, it is `None`, and [`is_done`](Self::is_done) tells the two apart.
    ///
    /// # Errors
    ///
    /// If the bytes are not those of a stream within the limits. Later calls return
    /// [`StreamError::Broken`].
    pub fn next<'a>(&mut self, bytes: &mut &'a [u8]) -> Result<Option<Piece<'a>>, StreamError> {
        let found = self.advance(bytes);
        if found.is_err() {
            self.part = Part::Broken;
        }
        found
    }

    /// Whether the last frame of the stream has ended.
    pub fn is_done(&self) -> bool {
        self.part == Part::Head && self.state.order().is_done()
    }

    /// Bytes of the stream that were taken.
    pub fn offset(&self) -> u64 {
        self.offset
    }

    /// Says that no more comes: an error, unless the last frame has ended.
    ///
    /// # Errors
    ///
    /// What a [`StreamReader`](super::StreamReader) says where its input ends here.
    pub fn end_of_input(&mut self) -> Result<(), StreamError> {
        let held = self.held.bytes();
        let end = self.offset;
        let cut = |place: &FramePlace, whole: u64| StreamError::Truncated {
            place: place.clone(),
            end,
            missing: whole.saturating_sub(held.len() as u64),
        };
        let error = match self.part {
            Part::Broken => StreamError::Broken,
            Part::Preamble => match preamble::check(held) {
                Ok(()) => StreamError::NoEndFrame { offset: end },
                Err(error) => error,
            },
            Part::Head if self.is_done() => return Ok(()),
            Part::Head => match Head::parse(held, end - held.len() as u64) {
                Ok(Parsed::Part(place)) => {
                    let whole = MIN_FRAME.max(held.len() + 1);
                    cut(&place, whole as u64)
                }
                Ok(_) => StreamError::NoEndFrame { offset: end },
                Err(error) => error,
            },
            Part::Payload | Part::Checksum => {
                let left = self.state.remaining();
                cut(self.place(), left.saturating_add(CHECKSUM_LEN as u64))
            }
        };
        self.part = Part::Broken;
        Err(error)
    }

    /// The frame last begun.
    pub(super) fn place(&self) -> &FramePlace {
        self.state.place()
    }

    /// Whether nobody reads what it says, or it may not come where it does.
    pub(super) fn is_passed_over(&self) -> bool {
        self.passed_over || self.misplaced
    }

    /// Bytes of its payload that were not taken.
    pub(super) fn remaining(&self) -> u64 {
        self.state.remaining()
    }

    /// How far the stream has come.
    pub(super) fn order(&self) -> Progress {
        self.state.order()
    }

    /// Digest of the frames that have ended.
    pub(super) fn digest(&self) -> [u8; 16] {
        self.state.digest()
    }

    /// What it keeps to.
    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    fn advance<'a>(&mut self, bytes: &mut &'a [u8]) -> Result<Option<Piece<'a>>, StreamError> {
        loop {
            match self.part {
                Part::Broken => return Err(StreamError::Broken),
                Part::Preamble => {
                    let Some(start) = self.hold::<{ preamble::LEN }>(bytes) else {
                        return Ok(None);
                    };
                    preamble::check(&start)?;
                    self.part = Part::Head;
                }
                Part::Head if self.is_done() => return Ok(None),
                Part::Head => return self.read_head(bytes),
                Part::Payload if self.state.remaining() == 0 => self.part = Part::Checksum,
                Part::Payload => {
                    let len = usize::try_from(self.state.remaining()).unwrap_or(usize::MAX);
                    let piece = self.cut(bytes, len);
                    if piece.is_empty() {
                        return Ok(None);
                    }
                    self.state.take(piece);
                    return Ok(Some(Piece::Payload(piece)));
                }
                Part::Checksum => {
                    let Some(stored) = self.hold::<CHECKSUM_LEN>(bytes) else {
                        return Ok(None);
                    };
                    self.state.end(stored)?;
                    if self.misplaced {
                        self.state.check_order()?;
                    }
                    self.part = Part::Head;
                    return Ok(Some(Piece::End(self.state.place().kind)));
                }
            }
        }
    }

    fn read_head<'a>(&mut self, bytes: &mut &'a [u8]) -> Result<Option<Piece<'a>>, StreamError> {
        while let [first, ..] = *bytes {
            self.held.push(*first);
            self.cut(bytes, 1);
            let start = self.offset - self.held.bytes().len() as u64;
            if let Parsed::Head { place, len, .. } = Head::parse(self.held.bytes(), start)? {
                self.held = Held::default();
                return self.begin(place, len).map(Some);
            }
        }
        Ok(None)
    }

    fn begin(&mut self, place: FramePlace, len: u64) -> Result<Piece<'static>, StreamError> {
        self.limits.check_payload(&place, len)?;
        self.state.open(place, len);
        self.part = Part::Payload;
        let kind = self.state.place().kind;
        self.misplaced = self.state.check_order().is_err();
        self.passed_over = match self.reads_metadata {
            true => self.state.is_passed_over(),
            false => kind.is_skippable(),
        };
        if !self.misplaced && self.passed_over {
            self.state.count_skipped(&self.limits)?;
        }
        Ok(Piece::Begin { kind, len })
    }

    /// Holds bytes until there are `N`.
    fn hold<const N: usize>(&mut self, bytes: &mut &[u8]) -> Option<[u8; N]> {
        let lacking = N - self.held.bytes().len();
        for byte in self.cut(bytes, lacking) {
            self.held.push(*byte);
        }
        let held = self.held.bytes().try_into().ok()?;
        self.held = Held::default();
        Some(held)
    }

    /// Takes at most `len` bytes from the front.
    fn cut<'a>(&mut self, bytes: &mut &'a [u8], len: usize) -> &'a [u8] {
        let whole = mem::take(bytes);
        let (first, rest) = whole.split_at_checked(len).unwrap_or((whole, &[]));
        *bytes = rest;
        self.offset += first.len() as u64;
        first
    }
}

impl fmt::Debug for FrameParser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FrameParser")
            .field("offset", &self.offset)
            .field("part", &self.part)
            .finish_non_exhaustive()
    }
}

/// A few bytes: no more than a preamble, or the longest head, has.
#[derive(Clone, Default)]
struct Held {
    bytes: [u8; preamble::LEN],
    len: usize,
}

impl Held {
    fn push(&mut self, byte: u8) {
        if let Some(place) = self.bytes.get_mut(self.len) {
            *place = byte;
            self.len += 1;
        }
    }

    fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }
}
