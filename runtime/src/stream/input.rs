//! Buffered input that never reads further than it is told to.

use std::io::{self, Cursor, Read};
use std::ops::Range;

use super::error::{FramePlace, StreamError};

/// Wraps a reader of which only the next few bytes are known to belong to the
/// stream.
///
/// A `BufReader` would take bytes that follow the stream on a socket, or wait
/// for bytes that the other end will only send after an answer.
pub(super) struct Input<R> {
    inner: R,
    /// Bytes that were read, of which the first `used` were consumed.
    ahead: Vec<u8>,
    used: usize,
    /// Bytes of the stream that were consumed.
    offset: u64,
    memory: Option<Memory<R>>,
}

/// How to use an input that is memory: all of it is at hand, where it lies.
struct Memory<R> {
    bytes: fn(&R) -> &[u8],
    /// Sets the position in it, for whoever gets it back.
    go_to: fn(&mut R, u64),
}

impl<T: AsRef<[u8]>> Input<Cursor<T>> {
    pub(super) fn in_memory(stream: T) -> Self {
        let memory = Memory {
            bytes: |inner: &Cursor<T>| inner.get_ref().as_ref(),
            go_to: Cursor::set_position,
        };
        Self {
            memory: Some(memory),
            ..Self::new(Cursor::new(stream))
        }
    }
}

impl<R: Read> Input<R> {
    pub(super) fn new(inner: R) -> Self {
        Self {
            inner,
            ahead: Vec::new(),
            used: 0,
            offset: 0,
            memory: None,
        }
    }

    /// Bytes consumed so far.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    pub(super) fn get_mut(&mut self) -> &mut R {
        &mut self.inner
    }

    pub(super) fn into_inner(self) -> R {
        self.inner
    }

    /// Reads ahead until `wanted` bytes are at hand, and not beyond, and shows
    /// them. They are fewer only where the input ends.
    pub(super) fn peek(&mut self, wanted: usize) -> Result<&[u8], StreamError> {
        let lacking = wanted.saturating_sub(self.at_hand().len());
        if lacking > 0 && self.memory.is_none() {
            self.ahead.drain(..self.used);
            self.used = 0;
            let read = self
                .inner
                .by_ref()
                .take(lacking as u64)
                .read_to_end(&mut self.ahead);
            read.map_err(|source| self.failed(source))?;
        }
        let at_hand = self.at_hand();
        Ok(at_hand.get(..wanted).unwrap_or(at_hand))
    }

    /// Takes `n` of the bytes that [`peek`](Self::peek) showed.
    pub(super) fn consume(&mut self, n: usize) {
        debug_assert!(n <= self.at_hand().len());
        self.offset += n as u64;
        match &self.memory {
            Some(memory) => (memory.go_to)(&mut self.inner, self.offset),
            None => self.used += n,
        }
    }

    /// Consumes `n` bytes of memory and returns where they lie in it; `None` if
    /// the input is not memory or has fewer.
    pub(super) fn take_in_place(&mut self, n: u64) -> Option<Range<usize>> {
        self.memory()?;
        let n = usize::try_from(n).ok()?;
        self.at_hand().get(..n)?;
        let start = self.position();
        self.consume(n);
        Some(start..start + n)
    }

    /// Bytes where [`take_in_place`](Self::take_in_place) said that they lie.
    pub(super) fn in_place(&self, range: &Range<usize>) -> &[u8] {
        let bytes = self.memory().and_then(|all| all.get(range.clone()));
        bytes.unwrap_or_default()
    }

    /// The input, if it is memory.
    pub(super) fn memory(&self) -> Option<&[u8]> {
        let memory = self.memory.as_ref()?;
        Some((memory.bytes)(&self.inner))
    }

    /// Of the next byte in memory.
    fn position(&self) -> usize {
        usize::try_from(self.offset).unwrap_or(usize::MAX)
    }

    /// Appends `n` bytes to `to` and returns how many there were; fewer only
    /// where the input ends.
    pub(super) fn append(&mut self, n: usize, to: &mut Vec<u8>) -> Result<usize, StreamError> {
        let start = to.len();
        let at_hand = self.at_hand();
        let first = at_hand.get(..n).unwrap_or(at_hand);
        to.extend_from_slice(first);
        let first = first.len();
        self.consume(first);
        let read = self.inner.by_ref().take((n - first) as u64).read_to_end(to);
        self.offset += (to.len() - start - first) as u64;
        read.map_err(|source| self.failed(source))?;
        Ok(to.len() - start)
    }

    /// Fills `to` and returns how many bytes there were; fewer than its length
    /// only where the input ends.
    pub(super) fn fill(&mut self, to: &mut [u8]) -> Result<usize, StreamError> {
        let at_hand = self.at_hand();
        let mut filled = at_hand.len().min(to.len());
        let (first, mut rest) = to.split_at_mut(filled);
        first.copy_from_slice(&at_hand[..filled]);
        self.consume(filled);
        while !rest.is_empty() {
            match self.inner.read(rest) {
                Ok(0) => break,
                Ok(n) => {
                    rest = rest.get_mut(n..).unwrap_or_default();
                    filled += n;
                    self.offset += n as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(self.failed(error)),
            }
        }
        Ok(filled)
    }

    fn at_hand(&self) -> &[u8] {
        let rest = match self.memory() {
            Some(all) => all.get(self.position()..),
            None => self.ahead.get(self.used..),
        };
        rest.unwrap_or_default()
    }

    /// The error where the input ends too early: `left` bytes of the frame at
    /// `place` were not consumed, and not all of them are there.
    pub(super) fn truncated(&self, place: FramePlace, left: u64) -> StreamError {
        let missing = left.saturating_sub(self.at_hand().len() as u64);
        StreamError::Truncated {
            place,
            end: self.end(),
            missing,
        }
    }

    fn failed(&self, source: io::Error) -> StreamError {
        StreamError::Read {
            offset: self.end(),
            source,
        }
    }

    /// Bytes of the stream read so far, consumed or not.
    fn end(&self) -> u64 {
        self.offset + self.at_hand().len() as u64
    }
}
