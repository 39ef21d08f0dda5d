//! The bytes of a witness, of which there may be so many.

use alloc::vec::Vec;

use crate::codec::varint;

/// Why there is no witness.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// It takes more room than there is: at least so many bytes.
    TooLarge(u64),
    /// There is none that the maker knows how to make.
    None,
    /// It depends on what only the reader's program knows.
    Computed,
}

/// So many values are made side by side.
pub(super) const MOST_VALUES: usize = 1 << 12;

pub(super) type Made = Result<(), Stop>;

/// Bytes that are made. Nothing is kept beyond the most that there may be.
#[derive(Debug)]
pub(super) struct Room {
    bytes: Vec<u8>,
    most: usize,
}

impl Room {
    pub(super) fn new(most: usize) -> Self {
        Self {
            bytes: Vec::new(),
            most,
        }
    }

    /// Room for a part, as much as is left.
    pub(super) fn part(&self) -> Self {
        Self::new(self.left())
    }

    /// So many bytes more may be made.
    pub(super) fn left(&self) -> usize {
        self.most.saturating_sub(self.bytes.len())
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Says whether there is room for so many more.
    pub(super) fn reserve(&self, more: u64) -> Made {
        let len = (self.bytes.len() as u64).saturating_add(more);
        match len > self.most as u64 {
            true => Err(Stop::TooLarge(len)),
            false => Ok(()),
        }
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Made {
        self.reserve(bytes.len() as u64)?;
        self.bytes.extend_from_slice(bytes);
        Ok(())
    }

    /// The same bytes so many times.
    pub(super) fn repeat(&mut self, bytes: &[u8], times: u64) -> Made {
        self.reserve(times.saturating_mul(bytes.len() as u64))?;
        if !bytes.is_empty() {
            (0..times).for_each(|_| self.bytes.extend_from_slice(bytes));
        }
        Ok(())
    }

    pub(super) fn varint(&mut self, value: u128) -> Made {
        let mut bytes = [0; varint::MAX_LEN];
        let len = varint::write(value, &mut bytes);
        self.put(bytes.get(..len).unwrap_or_default())
    }

    /// Bytes behind their count.
    pub(super) fn counted(&mut self, bytes: &[u8]) -> Made {
        self.varint(bytes.len() as u128)?;
        self.put(bytes)
    }
}
