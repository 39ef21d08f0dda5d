//! Reads frames: their heads, their payloads in whole or in pieces, their
//! checksums.

use std::io::Read;

use crc32fast::Hasher;
use serde::{Deserialize, Serialize};

use super::digest::Digest;
use super::error::{FramePlace, StreamError};
use super::frame::{CHECKSUM_LEN, FrameKind, Head, MIN_FRAME, PIECE};
use super::input::Input;
use super::limits::Limits;
use super::messages;
use super::order::Order;
use crate::codec::fault::Reason;
use crate::codec::varint;

/// As much of a frame is read at once with the start of its payload, so that a
/// small frame costs two reads of the input in all.
const AHEAD: usize = 8 * 1024;

#[derive(Debug)]
pub(super) struct FrameReader<R> {
    input: Input<R>,
    limits: Limits,
    order: Order,
    /// Of all frames that were ended.
    digest: Digest,
    /// The frame last begun, which is `open` until its checksum was compared.
    place: FramePlace,
    open: bool,
    head: Head,
    /// Bytes of its payload that were not consumed.
    remaining: u64,
    checksum: Hasher,
    /// Its payload, or the last piece of it.
    payload: Vec<u8>,
}

impl<R: Read> FrameReader<R> {
    pub(super) fn new(input: Input<R>, limits: Limits) -> Self {
        let kind = FrameKind::Header;
        Self {
            place: FramePlace { kind, offset: input.offset(), name: None },
            input,
            limits,
            order: Order::Start,
            digest: Digest::new(),
            open: false,
            head: Head::new(kind, 0),
            remaining: 0,
            checksum: Hasher::new(),
            payload: Vec::new(),
        }
    }

    pub(super) fn limits(&self) -> &Limits {
        &self.limits
    }

    pub(super) fn order(&self) -> Order {
        self.order
    }

    pub(super) fn input(&mut self) -> &mut Input<R> {
        &mut self.input
    }

    pub(super) fn into_input(self) -> Input<R> {
        self.input
    }

    /// The frame last begun.
    pub(super) fn place(&self) -> &FramePlace {
        &self.place
    }

    /// Bytes of its payload that are still to be read.
    pub(super) fn remaining(&self) -> u64 {
        self.remaining
    }

    /// What [`read_payload`](Self::read_payload) or [`read_piece`](Self::read_piece) read.
    pub(super) fn payload(&mut self) -> &mut Vec<u8> {
        &mut self.payload
    }

    /// Digest of the frames so far, as an end frame states it.
    pub(super) fn digest(&self) -> [u8; 16] {
        self.digest.to_bytes()
    }

    /// Begins the next frame that is not to be skipped, after whatever is left
    /// of the one before.
    pub(super) fn next(&mut self) -> Result<FrameKind, StreamError> {
        loop {
            self.skip()?;
            let kind = self.begin()?;
            if !kind.is_skippable() {
                return Ok(kind);
            }
        }
    }

    fn begin(&mut self) -> Result<FrameKind, StreamError> {
        let (kind, len) = self.read_head()?;
        self.limits.check_payload(&self.place, len)?;
        self.head = Head::new(kind, len);
        self.checksum = Hasher::new();
        self.checksum.update(self.head.as_bytes());
        self.remaining = len;
        self.open = true;
        match self.order.after(kind) {
            Some(order) => self.order = order,
            None => return Err(self.refuse(misplaced(&self.place, self.order))),
        }
        Ok(kind)
    }

    fn read_head(&mut self) -> Result<(FrameKind, u64), StreamError> {
        let offset = self.input.offset();
        let mut wanted = MIN_FRAME;
        loop {
            let bytes = self.input.peek(wanted)?;
            let Some((&kind, length)) = bytes.split_first() else {
                return Err(StreamError::NoEndFrame { offset });
            };
            let kind = FrameKind::from_byte(kind);
            self.place = FramePlace { kind, offset, name: None };
            match varint::read(length, u64::BITS) {
                Ok((value, rest)) => {
                    let used = bytes.len() - rest.len();
                    self.input.consume(used);
                    return Ok((kind, value as u64));
                }
                Err(fault) if *fault.reason() != Reason::Truncated => {
                    return Err(StreamError::BadLength { place: self.place.clone() });
                }
                Err(_) if bytes.len() < wanted => return Err(self.truncated(wanted as u64)),
                Err(_) => wanted += 1,
            }
        }
    }

    /// Reads the start of the payload, at most `longest` bytes of it, by
    /// `decode`, which also says how many bytes it used.
    ///
    /// What it finds is not verified before the frame has ended.
    pub(super) fn read_start<T>(
        &mut self,
        longest: usize,
        decode: impl FnOnce(&[u8]) -> Result<(T, usize), String>,
    ) -> Result<T, StreamError> {
        let wanted = self.left().min(longest.max(AHEAD) as u64);
        let bytes = self.input.peek(wanted as usize)?;
        let payload_len = self.remaining.min(bytes.len() as u64) as usize;
        let payload = bytes.get(..payload_len).unwrap_or_default();
        match decode(payload) {
            Ok((value, used)) => {
                self.checksum.update(payload.get(..used).unwrap_or_default());
                self.input.consume(used);
                self.remaining -= used as u64;
                Ok(value)
            }
            Err(problem) => {
                let error = self.malformed(problem);
                Err(self.refuse(error))
            }
        }
    }

    /// Reads and verifies the rest of the frame, as a message.
    pub(super) fn read_message<'a, T>(&'a mut self) -> Result<T, StreamError>
    where
        T: Serialize + Deserialize<'a>,
    {
        self.read_payload()?;
        messages::decode(&self.payload).map_err(|problem| malformed(&self.place, problem))
    }

    /// Reads and verifies the rest of the frame.
    pub(super) fn read_payload(&mut self) -> Result<(), StreamError> {
        self.payload.clear();
        while self.remaining > 0 {
            self.append_piece()?;
        }
        self.end()
    }

    /// Reads the next bytes of the payload, and verifies the frame if they are
    /// the last.
    pub(super) fn read_piece(&mut self) -> Result<(), StreamError> {
        self.payload.clear();
        self.append_piece()?;
        if self.remaining == 0 { self.end() } else { Ok(()) }
    }

    /// Reads the next bytes of the payload into `to`, and verifies the frame
    /// if they are the last. Returns how many there were.
    pub(super) fn read_into(&mut self, to: &mut [u8]) -> Result<usize, StreamError> {
        let len = self.remaining.min(to.len() as u64) as usize;
        for piece in to.get_mut(..len).unwrap_or_default().chunks_mut(PIECE) {
            let read = self.input.fill(piece)?;
            self.checksum.update(piece.get(..read).unwrap_or_default());
            self.remaining -= read as u64;
            if read < piece.len() {
                return Err(self.truncated(self.left()));
            }
        }
        if self.remaining == 0 {
            self.end()?;
        }
        Ok(len)
    }

    /// Reads and verifies what is left of the frame, for nothing but that.
    pub(super) fn skip(&mut self) -> Result<(), StreamError> {
        while self.remaining > 0 {
            self.payload.clear();
            self.append_piece()?;
        }
        self.end()
    }

    /// A frame that is not acceptable as it stands may be a damaged one: then
    /// that is the error.
    pub(super) fn refuse(&mut self, error: StreamError) -> StreamError {
        self.skip().err().unwrap_or(error)
    }

    pub(super) fn malformed(&self, problem: impl Into<String>) -> StreamError {
        malformed(&self.place, problem)
    }

    fn append_piece(&mut self) -> Result<(), StreamError> {
        let len = self.remaining.min(PIECE as u64) as usize;
        self.make_room(len)?;
        let start = self.payload.len();
        let read = self.input.append(len, &mut self.payload)?;
        self.checksum.update(self.payload.get(start..).unwrap_or_default());
        self.remaining -= read as u64;
        if read == len { Ok(()) } else { Err(self.truncated(self.left())) }
    }

    /// Makes room for `len` more bytes: the buffer at most doubles, so that a
    /// length is believed only as far as bytes have come, and it never gets
    /// larger than the payload.
    fn make_room(&mut self, len: usize) -> Result<(), StreamError> {
        if self.payload.capacity() - self.payload.len() >= len {
            return Ok(());
        }
        let more = self.remaining.min(self.payload.len().max(PIECE) as u64) as usize;
        self.payload.try_reserve_exact(more).map_err(|_| StreamError::OutOfMemory {
            place: self.place.clone(),
            len: self.payload.len() as u64 + self.remaining,
        })
    }

    /// Compares the checksum, which ends the frame.
    fn end(&mut self) -> Result<(), StreamError> {
        if !self.open {
            return Ok(());
        }
        let Some(&stored) = self.input.peek(CHECKSUM_LEN)?.first_chunk::<CHECKSUM_LEN>() else {
            return Err(self.truncated(self.left()));
        };
        self.input.consume(CHECKSUM_LEN);
        self.open = false;
        if self.place.kind != FrameKind::End {
            self.digest.add(&self.head, stored);
        }
        let computed = self.checksum.clone().finalize();
        match u32::from_le_bytes(stored) {
            stored if stored == computed => Ok(()),
            stored => Err(StreamError::Checksum { place: self.place.clone(), stored, computed }),
        }
    }

    /// Bytes of the open frame that were not consumed, its checksum included.
    fn left(&self) -> u64 {
        self.remaining.saturating_add(CHECKSUM_LEN as u64)
    }

    /// `left` bytes of the frame were not consumed, and some are not there.
    fn truncated(&self, left: u64) -> StreamError {
        let (offset, end) = (self.input.offset(), self.input.end());
        let missing = left.saturating_sub(end - offset);
        StreamError::Truncated { place: self.place.clone(), end, missing }
    }
}

fn misplaced(place: &FramePlace, order: Order) -> StreamError {
    let place = place.clone();
    match place.kind {
        FrameKind::Other(_) if !place.kind.is_skippable() => StreamError::UnknownKind { place },
        _ => StreamError::OutOfOrder { place, expected: order.expected() },
    }
}

fn malformed(place: &FramePlace, problem: impl Into<String>) -> StreamError {
    StreamError::Malformed { place: place.clone(), problem: problem.into() }
}
