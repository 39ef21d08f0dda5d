//! Bytes of named items, such as guest RAM.

use std::io::Write;
use std::ops::Range;

use super::super::checks::check_bulk;
use super::super::error::StreamError;
use super::super::frame::FrameKind;
use super::super::frame_writer::FrameWriter;
use super::super::wire::BulkStart;
use super::StreamWriter;

/// [`StreamWriter::bulk`] puts at most this many bytes into a frame, so that a
/// reader does not work long on bytes that it cannot verify yet.
pub const BULK_CHUNK: usize = 1 << 20;

impl<W: Write> StreamWriter<W> {
    /// Writes bytes of a named item, such as guest RAM, that belong at `offset`
    /// in it, without copying them, in frames of at most [`BULK_CHUNK`]. They
    /// replace what was written for the same place before.
    ///
    /// # Errors
    ///
    /// If the instances were not written yet, the bytes go beyond offset 2^64,
    /// a limit is exceeded, or the output fails.
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
        check_bulk(&place, name, offset, len as u64, &self.limits)?;
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
            start = end;
            // After, so that an item of no bytes has a frame too.
            if start == len {
                return Ok(());
            }
        }
    }
}
