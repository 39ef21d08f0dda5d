//! Bytes of named items, such as guest RAM.

use core::ops::Range;

use super::super::checks::{check_bulk, check_item, declared_twice, malformed};
use super::super::error::StreamError;
use super::super::frame::FrameKind;
use super::super::frame_writer::FrameWriter;
use super::super::io::Write;
use super::super::item::BulkItem;
use super::super::wire::{self, BulkStart};
use super::StreamWriter;

/// [`StreamWriter::bulk`] puts at most this many bytes into a frame, so that a
/// reader does not work long on bytes that it cannot verify yet.
pub const BULK_CHUNK: usize = 1 << 20;

impl<W: Write> StreamWriter<W> {
    /// Declares a bulk item, behind the header and before the schemas, so that a destination
    /// can say whether it has as much memory before any of it is sent. Of one that is to be
    /// whole, all bytes must then be written, zeros by [`zeros`](Self::zeros).
    ///
    /// [`Devices::declare`](crate::device::Devices::declare) has this done with the prologue.
    ///
    /// # Errors
    ///
    /// If a schema was written already, an item of this name was declared, its name or the
    /// place of its file is not valid, a limit is exceeded, or the output fails.
    pub fn declare(&mut self, item: &BulkItem) -> Result<(), StreamError> {
        let (place, _) = self.begin(FrameKind::Item)?;
        check_item(&place, item, self.items.len(), &self.limits)?;
        if self.items.contains(&item.name) {
            return Err(malformed(&place, declared_twice(&item.name)));
        }
        self.write_next(FrameKind::Item, &wire::Item::from(item))?;
        self.items.declare(item);
        Ok(())
    }

    /// Writes that `len` bytes of a named item from `offset` on are zeros, which takes a few
    /// bytes. They replace what was written for the same place before.
    ///
    /// # Errors
    ///
    /// As [`bulk`](Self::bulk).
    pub fn zeros(&mut self, name: &str, offset: u64, len: u64) -> Result<(), StreamError> {
        let (place, _) = self.begin(FrameKind::Zeros)?;
        let range = check_bulk(&place, name, offset, len, &self.limits)?;
        self.items.check(&place, name, &range, &self.limits)?;
        self.write_next(FrameKind::Zeros, &wire::Zeros { name, offset, len })?;
        self.items.add(name, range);
        self.bulk_frames += 1;
        Ok(())
    }

    /// Writes bytes of a named item, such as guest RAM, that belong at `offset`
    /// in it, without copying them, in frames of at most [`BULK_CHUNK`]. They
    /// replace what was written for the same place before.
    ///
    /// # Errors
    ///
    /// If the instances were not written yet, the bytes go beyond the length that the item was
    /// declared with, or beyond offset 2^64, a limit is exceeded, or the output fails.
    pub fn bulk(&mut self, name: &str, offset: u64, bytes: &[u8]) -> Result<(), StreamError> {
        self.bulk_chunks(name, offset, bytes.len(), |frames, start, chunk| {
            let bytes = bytes.get(chunk).unwrap_or_default();
            frames.write(FrameKind::Bulk, start, bytes)
        })
    }

    /// As [`bulk`](Self::bulk), for `len` bytes of memory that cannot be
    /// borrowed as a slice. `read` is called for each frame with an offset in
    /// the item and room for the bytes from there; it must write each of them.
    ///
    /// # Errors
    ///
    /// As [`bulk`](Self::bulk), and if `read` fails: then the frames of earlier
    /// calls are written and that of the failed one is not.
    pub fn bulk_with<E: From<StreamError>>(
        &mut self,
        name: &str,
        offset: u64,
        len: usize,
        mut read: impl FnMut(u64, &mut [u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        self.bulk_chunks(name, offset, len, |frames, start, chunk| {
            let offset = offset + chunk.start as u64;
            frames.encode(FrameKind::Bulk, start, chunk.len(), |room| {
                read(offset, room)
            })
        })
    }

    fn bulk_chunks<E: From<StreamError>>(
        &mut self,
        name: &str,
        offset: u64,
        len: usize,
        mut write: impl FnMut(&mut FrameWriter<W>, &[u8], Range<usize>) -> Result<(), E>,
    ) -> Result<(), E> {
        let (place, _) = self.begin(FrameKind::Bulk)?;
        let all = check_bulk(&place, name, offset, len as u64, &self.limits)?;
        self.items.check(&place, name, &all, &self.limits)?;
        let mut start = 0;
        loop {
            let end = len.min(start + BULK_CHUNK);
            let place = self.frames.place(FrameKind::Bulk);
            let message = BulkStart {
                name,
                offset: offset + start as u64,
            };
            self.begin_payload(&place, &message, end - start)?;
            write(&mut self.frames, &self.message, start..end)?;
            self.bulk_frames += 1;
            let offset = message.offset;
            let written = offset..offset + (end - start) as u64;
            self.items.add(name, written);
            start = end;
            // After, so that an item of no bytes has a frame too.
            if start == len {
                return Ok(());
            }
        }
    }
}
