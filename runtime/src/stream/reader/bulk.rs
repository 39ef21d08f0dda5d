//! Bytes of named items, such as guest RAM.

use std::io::Read;

use super::super::body::Body;
use super::super::error::StreamError;
use super::super::open_frame::OpenFrame;
use super::{Found, StreamReader};

impl<R: Read> StreamReader<R> {
    pub(super) fn begin_bulk(&mut self) -> Result<Found, StreamError> {
        let (frame, limits) = (&mut self.frames.frame, &self.frames.limits);
        frame.read_start(Body::longest_bulk_start(limits), |payload| {
            Ok(((), self.body.bulk_start(payload)?))
        })?;
        (self.body.bulk(frame.place(), frame.remaining(), limits))
            .map_err(|error| frame.refuse(error))?;
        if frame.remaining() == 0 {
            self.read_bulk(OpenFrame::skip)?;
        }
        Ok(Found::Bulk)
    }

    pub(super) fn read_zeros(&mut self) -> Result<Found, StreamError> {
        let (place, payload, limits) = self.frames.read_message()?;
        self.body.zeros_frame(place, payload, limits)?;
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
            reader.body.advance(before - frame.remaining());
            result.map_err(|error| error.named(|| Some(reader.bulk_place().0.to_owned())))
        })
    }
}

impl<R> StreamReader<R> {
    /// Whether the bulk item that is being read was declared.
    pub(in crate::stream) fn is_bulk_declared(&self) -> bool {
        self.body.is_bulk_declared()
    }

    /// What was not read of the bulk frame that is open: the item, where the bytes belong,
    /// and how many they are.
    pub(crate) fn unread_bulk(&self) -> Option<(&str, u64, u64)> {
        let left = self.frames.frame.state.remaining();
        let (name, offset) = self.bulk_place();
        (left > 0).then_some((name, offset, left))
    }

    /// Zeros of the frame that are still to be read.
    pub(in crate::stream) fn zeros(&self) -> u64 {
        self.body.zeros()
    }

    /// Reads so many of them.
    pub(in crate::stream) fn take_zeros(&mut self, count: u64) {
        self.body.take_zeros(count);
    }

    /// Name of the bulk item that is being read, and where its next byte belongs.
    pub(in crate::stream) fn bulk_place(&self) -> (&str, u64) {
        self.body.bulk_place()
    }
}
