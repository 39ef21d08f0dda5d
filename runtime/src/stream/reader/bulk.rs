//! Bytes of named items, such as guest RAM.

use std::io::Read;

use super::super::error::StreamError;
use super::super::open_frame::OpenFrame;
use super::super::wire::{self, BulkStart, decode_start};
use super::{Found, StreamReader, VARINT_MAX};

impl<R: Read> StreamReader<R> {
    pub(super) fn begin_bulk(&mut self) -> Result<Found, StreamError> {
        let (frame, limits) = (&mut self.frames.frame, &self.frames.limits);
        let longest = limits.name_len.saturating_add(2 * VARINT_MAX as u64);
        let longest = usize::try_from(longest).unwrap_or(usize::MAX);
        let name = &mut self.bulk_name;
        let offset = frame.read_start(longest, |payload| {
            let (start, used) = decode_start::<BulkStart>(payload)?;
            name.clear();
            name.push_str(start.name);
            Ok((start.offset, used))
        })?;
        let taken = (offset, frame.remaining());
        (self.items.take(frame.place(), name, taken, limits))
            .map_err(|error| frame.refuse(error))?;
        if frame.remaining() == 0 {
            frame.skip()?;
        }
        self.bulk_offset = offset;
        self.bulk_frames += 1;
        Ok(Found::Bulk)
    }

    pub(super) fn read_zeros(&mut self) -> Result<Found, StreamError> {
        let frames = &mut self.frames;
        let zeros: wire::Zeros<'_> = frames.read_message()?;
        let (offset, len) = (zeros.offset, zeros.len);
        self.bulk_name.clear();
        self.bulk_name.push_str(zeros.name);
        let (place, name) = (frames.frame.place(), &self.bulk_name);
        (self.items).take(place, name, (offset, len), &frames.limits)?;
        self.bulk_offset = offset;
        self.zeros = len;
        self.bulk_frames += 1;
        Ok(Found::Zeros)
    }

    /// Reads from the bulk frame that is open.
    pub(in crate::stream) fn read_bulk<T>(
        &mut self,
        read: impl FnOnce(&mut OpenFrame<R>) -> Result<T, StreamError>,
    ) -> Result<T, StreamError> {
        self.guard(|reader| {
            let frame = &mut reader.frames.frame;
            let before = frame.remaining();
            let result = read(frame);
            reader.bulk_offset += before - frame.remaining();
            result.map_err(|error| error.named(|| Some(reader.bulk_name.clone())))
        })
    }
}

impl<R> StreamReader<R> {
    /// Whether the bulk item that is being read was declared.
    pub(in crate::stream) fn is_bulk_declared(&self) -> bool {
        self.items.contains(&self.bulk_name)
    }

    /// What was not read of the bulk frame that is open: the item, where the bytes belong,
    /// and how many they are.
    pub(crate) fn unread_bulk(&self) -> Option<(&str, u64, u64)> {
        let left = self.frames.frame.state.remaining();
        (left > 0).then_some((&self.bulk_name, self.bulk_offset, left))
    }

    /// Zeros of the frame that are still to be read.
    pub(in crate::stream) fn zeros(&self) -> u64 {
        self.zeros
    }

    /// Reads so many of them.
    pub(in crate::stream) fn take_zeros(&mut self, count: u64) {
        self.zeros = self.zeros.saturating_sub(count);
        self.bulk_offset = self.bulk_offset.saturating_add(count);
    }

    /// Name of the bulk item that is being read, and where its next byte belongs.
    pub(in crate::stream) fn bulk_place(&self) -> (&str, u64) {
        (&self.bulk_name, self.bulk_offset)
    }
}
