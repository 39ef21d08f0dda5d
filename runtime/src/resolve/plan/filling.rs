//! Bytes that are put in for what the writer did not have.

use alloc::vec::Vec;

/// Bytes that repeat, so that a large array of one value takes little.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::resolve) struct Filling {
    pub(super) pattern: Vec<u8>,
    pub(super) times: usize,
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
        if bytes.is_empty() || bytes.len() != self.len() {
            return bytes.len() == self.len();
        }
        // What repeats is the same from its second beginning on.
        let Some(again) = bytes.get(self.pattern.len()..) else {
            return false;
        };
        bytes.starts_with(&self.pattern) && bytes.starts_with(again)
    }

    /// The bytes in full, which are no more than `most`.
    pub(in crate::resolve) fn to_vec(&self, most: usize) -> Option<Vec<u8>> {
        (self.len() <= most).then(|| self.pattern.repeat(self.times))
    }
}
