//! Reads big-endian numbers from a part of a stream.

use crate::error::{Error, Result};

/// A place in a stream, and where the part that it reads ends. Offsets are those
/// of the stream.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bytes<'a> {
    all: &'a [u8],
    at: usize,
    end: usize,
}

impl<'a> Bytes<'a> {
    pub(crate) fn new(all: &'a [u8]) -> Self {
        Self {
            all,
            at: 0,
            end: all.len(),
        }
    }

    /// The same stream, from `at` on.
    pub(crate) fn from(self, at: usize) -> Self {
        Self {
            at: at.min(self.end),
            ..self
        }
    }

    /// The same place, with nothing behind `end`.
    pub(crate) fn until(self, end: usize) -> Self {
        let end = end.min(self.end);
        Self {
            at: self.at.min(end),
            end,
            ..self
        }
    }

    pub(crate) fn offset(&self) -> usize {
        self.at
    }

    pub(crate) fn left(&self) -> usize {
        self.end.saturating_sub(self.at)
    }

    pub(crate) fn rest(&self) -> &'a [u8] {
        self.all.get(self.at..self.end).unwrap_or_default()
    }

    /// The whole stream.
    pub(crate) fn all(&self) -> &'a [u8] {
        self.all
    }

    pub(crate) fn peek(&self) -> Option<u8> {
        self.rest().first().copied()
    }

    /// The next `len` bytes, which `what` needs.
    pub(crate) fn take(&mut self, len: u64, what: &str) -> Result<&'a [u8]> {
        let taken = usize::try_from(len)
            .ok()
            .and_then(|len| self.rest().get(..len));
        let Some(taken) = taken else {
            let left = self.left();
            let problem = format!("it ends here: {what} needs {len} bytes, {left} are left");
            return Err(self.error(problem));
        };
        self.at += taken.len();
        Ok(taken)
    }

    pub(crate) fn u8(&mut self, what: &str) -> Result<u8> {
        self.array::<1>(what).map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self, what: &str) -> Result<u16> {
        self.array(what).map(u16::from_be_bytes)
    }

    pub(crate) fn u32(&mut self, what: &str) -> Result<u32> {
        self.array(what).map(u32::from_be_bytes)
    }

    pub(crate) fn u64(&mut self, what: &str) -> Result<u64> {
        self.array(what).map(u64::from_be_bytes)
    }

    /// A name behind its length in one byte.
    pub(crate) fn name(&mut self, what: &str) -> Result<&'a [u8]> {
        let len = self.u8(what)?;
        self.take(len.into(), what)
    }

    pub(crate) fn error(&self, problem: impl Into<String>) -> Error {
        Error::at(self.at as u64, problem)
    }

    fn array<const N: usize>(&mut self, what: &str) -> Result<[u8; N]> {
        let taken = self.take(N as u64, what)?;
        let mut array = [0; N];
        array.copy_from_slice(taken);
        Ok(array)
    }
}
