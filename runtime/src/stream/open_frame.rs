//! The frame that is being read: its payload, in whole or in pieces, and its
//! checksum.

use std::io::{self, Read};
use std::ops::Range;

use super::error::{FramePlace, StreamError};
use super::frame::{AHEAD, CHECKSUM_LEN, PIECE};
use super::frame_state::FrameState;
use super::input::Input;
use super::payload::Lent;

/// The frame last begun. It is open until its checksum was compared.
pub(super) struct OpenFrame<R> {
    pub(super) input: Input<R>,
    pub(super) state: FrameState,
    payload: Vec<u8>,
    /// Where the payload lies in an input that is memory: then it is not copied.
    in_place: Option<Range<usize>>,
}

impl<R: Read> OpenFrame<R> {
    /// Nothing is open yet.
    pub(super) fn new(input: Input<R>) -> Self {
        Self {
            state: FrameState::new(input.offset()),
            input,
            payload: Vec::new(),
            in_place: None,
        }
    }

    pub(super) fn place(&self) -> &FramePlace {
        self.state.place()
    }

    /// Bytes of the payload that are still to be read.
    pub(super) fn remaining(&self) -> u64 {
        self.state.remaining()
    }

    /// What [`read_all`](Self::read_all) or [`read_piece`](Self::read_piece) read.
    pub(super) fn payload(&self) -> &[u8] {
        match &self.in_place {
            Some(range) => self.input.in_place(range),
            None => &self.payload,
        }
    }

    /// The same, to be kept.
    pub(super) fn lend(&mut self) -> Lent<'_> {
        match &self.in_place {
            Some(range) => Lent::InPlace(self.input.in_place(range), range.clone()),
            None => Lent::Read(&mut self.payload),
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
        let payload_len = self.state.remaining().min(bytes.len() as u64) as usize;
        let payload = bytes.get(..payload_len).unwrap_or_default();
        match decode(payload) {
            Ok((value, used)) => {
                self.state.take(payload.get(..used).unwrap_or_default());
                self.input.consume(used);
                Ok(value)
            }
            Err(problem) => {
                let place = self.place().clone();
                Err(self.refuse(StreamError::Malformed { place, problem }))
            }
        }
    }

    /// Reads and verifies the rest of the frame.
    pub(super) fn read_all(&mut self) -> Result<(), StreamError> {
        self.clear();
        if !self.take_in_place(self.remaining()) {
            while self.remaining() > 0 {
                self.append_piece()?;
            }
        }
        self.end()
    }

    /// Reads and verifies the rest of the frame, which is handed to `store` as it comes.
    pub(super) fn read_stored(
        &mut self,
        store: &mut dyn FnMut(&[u8]) -> io::Result<()>,
    ) -> Result<(), StreamError> {
        while self.remaining() > 0 {
            self.read_piece()?;
            store(self.payload()).map_err(|source| {
                let place = Box::new(self.place().clone());
                StreamError::Store { place, source }
            })?;
        }
        self.clear();
        self.end()
    }

    /// Reads the next bytes of the payload, and verifies the frame if they are
    /// the last.
    pub(super) fn read_piece(&mut self) -> Result<(), StreamError> {
        self.clear();
        if !self.take_in_place(self.remaining().min(PIECE as u64)) {
            self.append_piece()?;
        }
        if self.remaining() == 0 {
            self.end()
        } else {
            Ok(())
        }
    }

    /// Reads the next bytes of the payload into `to`, and verifies the frame
    /// if they are the last. Returns how many there were.
    pub(super) fn read_into(&mut self, to: &mut [u8]) -> Result<usize, StreamError> {
        let len = self.remaining().min(to.len() as u64) as usize;
        for piece in to.get_mut(..len).unwrap_or_default().chunks_mut(PIECE) {
            let read = self.input.fill(piece)?;
            self.state.take(piece.get(..read).unwrap_or_default());
            if read < piece.len() {
                return Err(self.truncated());
            }
        }
        if self.remaining() == 0 {
            self.end()?;
        }
        Ok(len)
    }

    /// Reads and verifies what is left of the frame, for nothing but that.
    pub(super) fn skip(&mut self) -> Result<(), StreamError> {
        self.clear();
        while self.remaining() > 0 && !self.take_in_place(self.remaining()) {
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

    fn clear(&mut self) {
        self.payload.clear();
        self.in_place = None;
    }

    /// Takes the next `len` bytes as the payload where they lie; not if the
    /// input is not memory, or ends before.
    fn take_in_place(&mut self, len: u64) -> bool {
        let Some(range) = self.input.take_in_place(len) else {
            return false;
        };
        self.state.take(self.input.in_place(&range));
        self.in_place = Some(range);
        true
    }

    fn append_piece(&mut self) -> Result<(), StreamError> {
        let len = self.remaining().min(PIECE as u64) as usize;
        self.make_room(len)?;
        let start = self.payload.len();
        let read = self.input.append(len, &mut self.payload)?;
        self.state
            .take(self.payload.get(start..).unwrap_or_default());
        if read == len {
            Ok(())
        } else {
            Err(self.truncated())
        }
    }

    /// Makes room for `len` more bytes, of those that remain: by quarters of the
    /// whole, so that a length is believed only as far as bytes have come, the
    /// buffer never gets larger than the payload, and where it cannot grow in
    /// place, little is copied.
    fn make_room(&mut self, len: usize) -> Result<(), StreamError> {
        let filled = self.payload.len();
        if self.payload.capacity() - filled >= len {
            return Ok(());
        }
        let needed = (filled + len) as u64;
        let mut capacity = filled as u64 + self.remaining();
        while capacity.div_ceil(4) >= needed && capacity > 1 {
            capacity = capacity.div_ceil(4);
        }
        let more = usize::try_from(capacity - filled as u64).unwrap_or(usize::MAX);
        self.payload
            .try_reserve_exact(more)
            .map_err(|_| StreamError::OutOfMemory {
                place: self.place().clone(),
                len: self.payload.len() as u64 + self.remaining(),
            })
    }

    /// Compares the checksum, which ends the frame.
    fn end(&mut self) -> Result<(), StreamError> {
        if !self.state.is_open() {
            return Ok(());
        }
        let Some(&stored) = self.input.peek(CHECKSUM_LEN)?.first_chunk() else {
            return Err(self.truncated());
        };
        self.input.consume(CHECKSUM_LEN);
        self.state.end(stored)
    }

    /// Bytes of the frame that were not consumed.
    fn left(&self) -> u64 {
        self.remaining().saturating_add(CHECKSUM_LEN as u64)
    }

    fn truncated(&self) -> StreamError {
        self.input.truncated(self.place().clone(), self.left())
    }
}

#[cfg(test)]
mod tests {
    use super::super::frame::FrameKind;
    use super::super::head::Head;
    use super::*;

    /// Opens a section of `len` bytes, with `after_head` behind its head.
    fn open(len: u64, after_head: &[u8]) -> OpenFrame<&[u8]> {
        let mut frame = OpenFrame::new(Input::new(after_head));
        frame.state.open(
            FramePlace {
                kind: FrameKind::Section,
                offset: 0,
                name: None,
            },
            len,
        );
        frame
    }

    #[test]
    fn a_claimed_length_reserves_almost_nothing() {
        let mut frame = open(1 << 30, &[7; 8]);
        let error = frame.read_all().unwrap_err();
        assert!(
            matches!(error, StreamError::Truncated { missing, .. } if missing == (1 << 30) - 4)
        );
        assert!(frame.payload.capacity() <= PIECE);
    }

    #[test]
    fn the_buffer_is_never_larger_than_the_payload() {
        for len in [1, PIECE - 1, PIECE, 3 * PIECE + 1, 9 * PIECE + 5] {
            let payload = vec![7; len];
            let head = Head::new(FrameKind::Section, len as u64);
            let crc = crc32fast::hash(&[head.as_bytes(), &payload].concat());
            let input = [&payload[..], &crc.to_le_bytes()].concat();
            let mut frame = open(len as u64, &input);
            frame.read_all().unwrap();
            assert!(frame.payload == payload);
            assert_eq!(frame.payload.capacity(), len);
        }
    }
}
