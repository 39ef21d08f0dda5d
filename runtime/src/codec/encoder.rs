//! The cursor that values are encoded through.

use core::mem;

use super::varint::VarintNumber;
use super::varint::{self, Wire};
use crate::base::fault::{Fault, Reason};

/// Writes into a buffer whose length was computed beforehand.
#[derive(Debug)]
pub struct Encoder<'a> {
    room: &'a mut [u8],
}

impl<'a> Encoder<'a> {
    /// Writes to `room`, from its beginning.
    pub fn new(room: &'a mut [u8]) -> Self {
        Self { room }
    }

    /// Bytes that are still free.
    pub fn remaining(&self) -> usize {
        self.room.len()
    }

    /// The next `len` bytes, to be filled by the caller.
    ///
    /// # Errors
    ///
    /// If fewer are left: the value has grown since its length was computed.
    #[inline]
    pub fn take(&mut self, len: usize) -> Result<&'a mut [u8], Fault> {
        if len > self.room.len() {
            return Err(Reason::Length.into());
        }
        let (taken, rest) = mem::take(&mut self.room).split_at_mut(len);
        self.room = rest;
        Ok(taken)
    }

    /// Says that all room is filled.
    ///
    /// # Errors
    ///
    /// If there is room left: the value has shrunk since its length was
    /// computed.
    #[inline]
    pub fn finish(&self) -> Result<(), Fault> {
        if self.room.is_empty() {
            Ok(())
        } else {
            Err(Reason::Length.into())
        }
    }

    /// Writes bytes as they are.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    #[inline]
    pub fn bytes(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.take(bytes.len())?.copy_from_slice(bytes);
        Ok(())
    }

    /// Writes a length, count or tag as a varint.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    #[inline]
    pub fn count(&mut self, count: usize) -> Result<(), Fault> {
        if count < 0x80 {
            return self.bytes(&[count as u8]);
        }
        self.room = long_count(count, mem::take(&mut self.room))?;
        Ok(())
    }

    /// Runs `encode` on a copy of this cursor. The compiler keeps one that a
    /// loop does not share with its caller in registers.
    #[inline(always)]
    pub(crate) fn locally(
        &mut self,
        encode: impl FnOnce(&mut Self) -> Result<(), Fault>,
    ) -> Result<(), Fault> {
        let mut local = Self::new(mem::take(&mut self.room));
        encode(&mut local)?;
        self.room = local.room;
        Ok(())
    }

    /// Writes the tag of a variant.
    ///
    /// # Errors
    ///
    /// As [`take`](Self::take).
    #[inline]
    pub fn tag(&mut self, tag: u32) -> Result<(), Fault> {
        self.count(tag as usize)
    }

    /// Writes the tag that an `other` variant holds.
    #[doc(hidden)]
    pub fn other_tag(&mut self, tag: u32, known: &[u32]) -> Result<(), Fault> {
        if known.contains(&tag) {
            return Err(Fault::new(format_args!(
                "the variant for unknown tags holds {tag}, which is the tag of a known one"
            )));
        }
        self.tag(tag)
    }

    /// Writes a varint.
    #[inline]
    pub(crate) fn varint(&mut self, value: impl Wire) -> Result<(), Fault> {
        self.room = value
            .write(mem::take(&mut self.room))
            .ok_or(Reason::Length)?;
        Ok(())
    }

    /// Writes varints back to back.
    #[inline]
    pub(crate) fn varints<T: VarintNumber>(&mut self, values: &[T]) -> Result<(), Fault> {
        let room = mem::take(&mut self.room);
        self.room = varint::write_all(values, room).ok_or(Reason::Length)?;
        Ok(())
    }
}

/// Most counts and tags are short: this stays out of their way. It takes the
/// room and not the cursor, which so can stay in registers.
#[cold]
#[inline(never)]
fn long_count(count: usize, room: &mut [u8]) -> Result<&mut [u8], Fault> {
    let room = (count as u64).write(room);
    room.ok_or_else(|| Reason::Length.into())
}
