//! Streams that stay in memory.

use alloc::vec::Vec;
use core::mem;

use super::super::error::StreamError;
use super::super::frame_writer::FrameWriter;
use super::super::limits::Limits;
use super::super::messages::Header;
use super::super::opening::Opening;
use super::super::progress::Progress;
use super::StreamWriter;

impl StreamWriter<Vec<u8>> {
    /// Writes a stream that stays in memory, as the states that an emulator
    /// rewinds to: devices are encoded where they stay, not copied there. The
    /// content of `buffer` is replaced, its allocation is kept.
    /// [`finish`](Self::finish) returns it; until then, or until
    /// [`flush`](Self::flush), [`get_mut`](Self::get_mut) shows nothing.
    ///
    /// # Errors
    ///
    /// As [`new`](Self::new).
    pub fn in_memory(
        buffer: Vec<u8>,
        header: &Header,
        limits: Limits,
    ) -> Result<Self, StreamError> {
        Self::start(FrameWriter::in_memory(buffer), header, limits)
    }

    /// What was written so far: all of the prologue, and nothing else.
    pub(crate) fn opening(&self) -> Opening {
        self.frames.opening()
    }

    /// Writes another stream of the same instances, whose beginning is known.
    pub(crate) fn restart(
        &mut self,
        buffer: Vec<u8>,
        opening: &Opening,
    ) -> Result<(), StreamError> {
        self.frames.restart(buffer, opening)?;
        self.sections = mem::take(&mut self.sections).anew();
        self.items = mem::take(&mut self.items).anew();
        self.bulk_frames = 0;
        self.order = Progress::Body;
        Ok(())
    }

    /// Writes the end frame and returns the stream, as [`finish`](Self::finish), to be
    /// [restarted](Self::restart).
    pub(crate) fn end(&mut self) -> Result<Vec<u8>, StreamError> {
        self.write_end()?;
        Ok(mem::take(self.frames.get_mut()))
    }
}
