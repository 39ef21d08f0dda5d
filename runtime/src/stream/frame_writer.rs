//! Writes frames: small ones gathered in a buffer, large ones straight through.

use alloc::vec;
use alloc::vec::Vec;
use core::mem;
#[cfg(feature = "std")]
use std::io::Read;

use crc32fast::Hasher;

use super::digest::Digest;
use super::error::{FramePlace, StreamError};
use super::frame::{CHECKSUM_LEN, FrameKind, PIECE};
use super::head::Head;
use super::io::{self, Write};
use super::opening::Opening;

/// Frames are gathered up to this size before they are written. They are still
/// in the first cache then, together with the device that they are made from.
const GATHERED: usize = 16 * 1024;

/// Payloads below this size are copied to be gathered, larger ones are not.
const COPIED: usize = 8 * 1024;

pub(super) struct FrameWriter<W> {
    output: Tracked<W>,
    /// [`GATHERED`] and [`COPIED`], unless all is gathered.
    gathered: usize,
    copied: usize,
    /// The first `filled` bytes wait to be written. The rest keeps its length,
    /// so that it is not zeroed again for each frame.
    buffer: Vec<u8>,
    filled: usize,
    /// Of all frames.
    digest: Digest,
}

impl<W: Write> FrameWriter<W> {
    pub(super) fn new(inner: W) -> Self {
        let hand_over: HandOver<W> = |inner, buffer, len| {
            let bytes = buffer.get(..len).unwrap_or_default();
            inner.write_all(bytes)
        };
        Self::with(inner, hand_over, vec![0; GATHERED], [GATHERED, COPIED])
    }

    fn with(
        inner: W,
        hand_over: HandOver<W>,
        buffer: Vec<u8>,
        [gathered, copied]: [usize; 2],
    ) -> Self {
        Self {
            output: Tracked {
                inner,
                hand_over,
                written: 0,
                broken: false,
            },
            gathered,
            copied,
            buffer,
            filled: 0,
            digest: Digest::new(),
        }
    }

    /// Where a frame of `kind` would stand, for errors about it.
    pub(super) fn place(&self, kind: FrameKind) -> FramePlace {
        let offset = self.output.written + self.filled as u64;
        FramePlace {
            kind,
            offset,
            name: None,
        }
    }

    /// Digest of the frames so far, as an end frame states it.
    pub(super) fn digest(&self) -> [u8; 16] {
        self.digest.to_bytes()
    }

    /// Writes bytes that are no frame.
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), StreamError> {
        self.room(bytes.len())?.copy_from_slice(bytes);
        self.filled += bytes.len();
        Ok(())
    }

    /// Writes a frame whose payload is `start` and then `len` bytes, which
    /// `encode` makes in place. If `encode` fails, nothing is written.
    pub(super) fn encode<E: From<StreamError>>(
        &mut self,
        kind: FrameKind,
        start: &[u8],
        len: usize,
        encode: impl FnOnce(&mut [u8]) -> Result<(), E>,
    ) -> Result<(), E> {
        let head = Head::new(kind, (start.len() + len) as u64);
        let head_len = head.as_bytes().len();
        let frame_len = head_len + start.len() + len;
        let frame = self.room(frame_len + CHECKSUM_LEN)?;
        let (head_room, rest) = frame.split_at_mut(head_len);
        let (start_room, rest) = rest.split_at_mut(start.len());
        head_room.copy_from_slice(head.as_bytes());
        start_room.copy_from_slice(start);
        encode(&mut rest[..len])?;
        Ok(self.commit(&head, frame_len)?)
    }

    /// Writes a frame whose payload is `start` and then `bytes`, which are not
    /// copied unless they are few.
    pub(super) fn write(
        &mut self,
        kind: FrameKind,
        start: &[u8],
        bytes: &[u8],
    ) -> Result<(), StreamError> {
        if bytes.len() < self.copied {
            return self.encode(kind, start, bytes.len(), |room| {
                room.copy_from_slice(bytes);
                Ok(())
            });
        }
        let head = Head::new(kind, (start.len() + bytes.len()) as u64);
        let mut checksum = Hasher::new();
        for part in [head.as_bytes(), start] {
            checksum.update(part);
            self.put(part)?;
        }
        self.write_out()?;
        self.output.write_hashed(bytes, &mut checksum)?;
        self.end(&head, checksum)
    }

    /// Writes a frame whose payload is `start` and then the next `len` bytes of an input.
    #[cfg(feature = "std")]
    pub(super) fn write_from(
        &mut self,
        kind: FrameKind,
        start: &[u8],
        len: u64,
        input: &mut dyn Read,
    ) -> Result<(), StreamError> {
        let head = Head::new(kind, len.saturating_add(start.len() as u64));
        let mut checksum = Hasher::new();
        for part in [head.as_bytes(), start] {
            checksum.update(part);
            self.put(part)?;
        }
        self.write_out()?;
        let mut room = vec![0; len.min(PIECE as u64) as usize];
        let mut left = len;
        while left > 0 {
            let next = left.min(room.len() as u64) as usize;
            let piece = room.get_mut(..next).unwrap_or_default();
            self.output.attempt(|_| input.read_exact(piece))?;
            self.output.write_hashed(piece, &mut checksum)?;
            left -= next as u64;
        }
        self.end(&head, checksum)
    }

    /// Reserves memory at once for `len` bytes, if all that comes is gathered.
    pub(super) fn expect(&mut self, len: impl FnOnce() -> usize) {
        if self.gathered < usize::MAX {
            return;
        }
        let end = self.filled.saturating_add(len());
        let more = end.saturating_sub(self.buffer.len());
        // Only a hint: what does not fit is told by the section that it is.
        let _ = self.buffer.try_reserve_exact(more);
    }

    /// Hands everything to the output and has it do the same.
    pub(super) fn flush(&mut self) -> Result<(), StreamError> {
        self.write_out()?;
        self.output.attempt(|inner| inner.flush())
    }

    pub(super) fn get_mut(&mut self) -> &mut W {
        &mut self.output.inner
    }

    pub(super) fn into_inner(self) -> W {
        self.output.inner
    }

    /// `len` bytes behind what is waiting, which is written first if they do
    /// not fit in with it.
    fn room(&mut self, len: usize) -> Result<&mut [u8], StreamError> {
        if self.filled + len > self.gathered {
            self.write_out()?;
        }
        let end = self.filled + len;
        if end > self.buffer.len() {
            self.grow(end);
        }
        self.output.check()?;
        Ok(&mut self.buffer[self.filled..end])
    }

    fn grow(&mut self, len: usize) {
        if self.filled == 0 && self.buffer.capacity() < len {
            // Not `resize`: nothing of the old buffer is wanted.
            self.buffer = Vec::new();
            self.buffer = vec![0; len];
        } else {
            self.buffer.resize(len, 0);
        }
    }

    /// Makes a frame of the next `len` bytes, behind which is room for the
    /// checksum.
    fn commit(&mut self, head: &Head, len: usize) -> Result<(), StreamError> {
        let (frame, rest) = self.buffer[self.filled..].split_at_mut(len);
        if len > self.gathered {
            let mut checksum = Hasher::new();
            self.output.write_hashed(frame, &mut checksum)?;
            return self.end(head, checksum);
        }
        let checksum = crc32fast::hash(frame).to_le_bytes();
        self.digest.add(head, checksum);
        rest[..CHECKSUM_LEN].copy_from_slice(&checksum);
        self.filled += len + CHECKSUM_LEN;
        Ok(())
    }

    fn end(&mut self, head: &Head, checksum: Hasher) -> Result<(), StreamError> {
        let checksum = checksum.finalize().to_le_bytes();
        self.digest.add(head, checksum);
        self.put(&checksum)
    }

    fn write_out(&mut self) -> Result<(), StreamError> {
        self.output.hand_over(&mut self.buffer, self.filled)?;
        self.filled = 0;
        Ok(())
    }
}

impl FrameWriter<Vec<u8>> {
    /// Gathers everything in `buffer`, which becomes the output: frames are
    /// encoded where they stay.
    pub(super) fn in_memory(buffer: Vec<u8>) -> Self {
        let hand_over: HandOver<Vec<u8>> = |inner, buffer, len| {
            buffer.truncate(len);
            if inner.is_empty() {
                *inner = mem::take(buffer);
            } else {
                inner.append(buffer);
            }
            Ok(())
        };
        Self::with(Vec::new(), hand_over, buffer, [usize::MAX; 2])
    }

    /// All that was gathered.
    pub(super) fn opening(&self) -> Opening {
        Opening {
            bytes: self.buffer.get(..self.filled).unwrap_or_default().to_vec(),
            digest: self.digest,
        }
    }

    /// Gathers another stream in `buffer`, which begins as `opening`.
    pub(super) fn restart(
        &mut self,
        buffer: Vec<u8>,
        opening: &Opening,
    ) -> Result<(), StreamError> {
        let hand_over = self.output.hand_over;
        *self = Self::with(Vec::new(), hand_over, buffer, [usize::MAX; 2]);
        self.put(&opening.bytes)?;
        self.digest = opening.digest;
        Ok(())
    }
}

/// Gives the first bytes of a buffer, which are as many as it says, to an output.
type HandOver<W> = fn(&mut W, &mut Vec<u8>, usize) -> io::Result<()>;

struct Tracked<W> {
    inner: W,
    hand_over: HandOver<W>,
    /// Bytes handed to `inner`.
    written: u64,
    /// Whether `inner` failed, so that nobody knows what it received.
    broken: bool,
}

impl<W: Write> Tracked<W> {
    fn write_hashed(&mut self, bytes: &[u8], checksum: &mut Hasher) -> Result<(), StreamError> {
        bytes.chunks(PIECE).try_for_each(|piece| {
            checksum.update(piece);
            self.write_all(piece)
        })
    }

    fn hand_over(&mut self, buffer: &mut Vec<u8>, len: usize) -> Result<(), StreamError> {
        let hand_over = self.hand_over;
        self.attempt(|inner| hand_over(inner, buffer, len))?;
        self.written += len as u64;
        Ok(())
    }

    fn write_all(&mut self, bytes: &[u8]) -> Result<(), StreamError> {
        self.attempt(|inner| inner.write_all(bytes))?;
        self.written += bytes.len() as u64;
        Ok(())
    }

    fn attempt(
        &mut self,
        action: impl FnOnce(&mut W) -> io::Result<()>,
    ) -> Result<(), StreamError> {
        self.check()?;
        action(&mut self.inner).map_err(|source| {
            self.broken = true;
            io::failed(self.written, source)
        })
    }

    fn check(&self) -> Result<(), StreamError> {
        if self.broken {
            Err(StreamError::Broken)
        } else {
            Ok(())
        }
    }
}
