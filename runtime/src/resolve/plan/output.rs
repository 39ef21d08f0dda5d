//! Where a plan writes to.

use alloc::vec::Vec;

use crate::codec::{Fault, varint};

/// A plan makes no more bytes than this: what a section of a stream may have
/// by default. A schema from outside can describe defaults of any size, for
/// each element of a list.
const MOST_BYTES: usize = 1 << 30;

/// The bytes that a plan made so far.
#[derive(Debug, Default)]
pub(super) struct Output {
    bytes: Vec<u8>,
    /// So many of them were there before.
    before: usize,
    /// Only the conditions matter. What only the reader's program knows is left
    /// out.
    is_check: bool,
    has_unknown: bool,
}

impl Output {
    /// Goes on behind what `bytes` holds.
    pub(super) fn behind(bytes: Vec<u8>) -> Self {
        let before = bytes.len();
        Self {
            bytes,
            before,
            ..Self::default()
        }
    }

    /// For a test of the conditions.
    pub(super) fn check_only() -> Self {
        Self {
            is_check: true,
            ..Self::default()
        }
    }

    /// An empty one for a part of the value.
    pub(super) fn part(&self) -> Self {
        Self {
            is_check: self.is_check,
            ..Self::default()
        }
    }

    pub(super) fn is_check(&self) -> bool {
        self.is_check
    }

    /// Leaves out what only the reader's program knows.
    pub(super) fn leave_unknown(&mut self) {
        self.has_unknown = true;
    }

    /// Notes what was left out of a part.
    pub(super) fn leave_unknown_of(&mut self, part: &Output) {
        self.has_unknown |= part.has_unknown;
    }

    pub(super) fn has_unknown(&self) -> bool {
        self.has_unknown
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    pub(super) fn len(&self) -> usize {
        self.bytes.len()
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.check_room(bytes.len())?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    pub(super) fn put_varint(&mut self, value: u128) -> Result<(), Fault> {
        let mut bytes = [0; varint::MAX_LEN];
        let len = varint::write(value, &mut bytes);
        self.put(bytes.get(..len).unwrap_or_default())
    }

    pub(super) fn put_count(&mut self, count: usize) -> Result<(), Fault> {
        self.put_varint(count as u128)
    }

    /// Bytes behind their length.
    pub(super) fn put_counted(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.put_count(bytes.len())?;
        self.put(bytes)
    }

    pub(super) fn fill(&mut self, filling: &Filling) -> Result<(), Fault> {
        self.check_room(filling.len())?;
        match filling.pattern.as_slice() {
            [byte] => self.bytes.resize(self.bytes.len() + filling.times, *byte),
            pattern => (0..filling.times).for_each(|_| self.bytes.extend_from_slice(pattern)),
        }
        Ok(())
    }

    /// Tests that there is room for `more` bytes.
    fn check_room(&self, more: usize) -> Result<(), Fault> {
        let made = self.bytes.len() - self.before;
        if more <= MOST_BYTES - made {
            return Ok(());
        }
        Err(Fault::new(format_args!(
            "converted, the state takes more than {MOST_BYTES} bytes"
        )))
    }
}

/// Bytes that repeat, so that a large array of one value takes little.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::resolve) struct Filling {
    pattern: Vec<u8>,
    times: usize,
}

impl Filling {
    pub(in crate::resolve) fn once(bytes: Vec<u8>) -> Self {
        Self::repeated(bytes, 1)
    }

    pub(in crate::resolve) fn repeated(bytes: Vec<u8>, times: usize) -> Self {
        Self {
            times: if bytes.is_empty() { 0 } else { times },
            pattern: bytes,
        }
    }

    /// All of it so many times.
    pub(in crate::resolve) fn times(self, times: usize) -> Self {
        Self {
            times: self.times.saturating_mul(times),
            ..self
        }
    }

    pub(in crate::resolve) fn zeros(len: usize) -> Self {
        Self::repeated(Vec::from([0]), len)
    }

    /// Number of bytes, or `usize::MAX` if it is larger.
    pub(in crate::resolve) fn len(&self) -> usize {
        self.pattern.len().saturating_mul(self.times)
    }

    /// Whether these are the bytes.
    pub(in crate::resolve) fn is(&self, bytes: &[u8]) -> bool {
        bytes.len() == self.len()
            && match self.pattern.as_slice() {
                [] => true,
                pattern => bytes.chunks(pattern.len()).all(|chunk| chunk == pattern),
            }
    }

    /// The bytes in full, if a plan may make so many.
    pub(in crate::resolve) fn to_vec(&self) -> Result<Vec<u8>, Fault> {
        let mut out = Output::default();
        out.fill(self)?;
        Ok(out.into_bytes())
    }
}
