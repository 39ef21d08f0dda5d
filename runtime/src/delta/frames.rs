//! Which parts of two states belong together.

use core::mem;

use crate::codec::varint;
use crate::stream::{FrameBytes, FrameKind, PREAMBLE_LEN};

/// How many frames of the base are passed over in all, in search of the one that belongs to
/// a frame of the state: more than a machine has devices that come and go.
const LOOKED_AT: usize = 1 << 12;

/// A frame, or what stands before or behind all frames.
#[derive(Clone, Copy)]
struct Part<'a> {
    /// Head, payload and checksum: if the payload of one state is longer, its end is at the
    /// end of the other's.
    pieces: [&'a [u8]; 3],
    of: Of,
}

/// What a part is: that of the same in another state belongs to it.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    Preamble,
    /// The section of this instance.
    Section(u128),
    Frame(FrameKind),
    /// What is no frame.
    Rest,
}

/// What becomes of some bytes.
pub(super) enum Pair<'a> {
    Both(&'a [u8], &'a [u8]),
    OnlyBase(usize),
    OnlyState(usize),
}

/// Hands over the bytes of both states, in their order.
pub(super) fn pair<'a>(base: &'a [u8], state: &'a [u8], mut each: impl FnMut(Pair<'a>)) {
    let mut base = Parts::new(base);
    let mut looks = LOOKED_AT;
    for part in Parts::new(state) {
        match find(&base, part.of, &mut looks) {
            Some((passed, found, behind)) => {
                base = behind;
                each(Pair::OnlyBase(passed));
                let pieces = found.pieces.into_iter().zip(part.pieces);
                pieces.for_each(|(base, state)| each(Pair::Both(base, state)));
            }
            None => each(Pair::OnlyState(part.len())),
        }
    }
    base.for_each(|part| each(Pair::OnlyBase(part.len())));
}

/// The next part of this kind, the bytes before it, and what is behind it.
fn find<'a>(base: &Parts<'a>, of: Of, looks: &mut usize) -> Option<(usize, Part<'a>, Parts<'a>)> {
    let mut behind = base.clone();
    let mut passed = 0;
    loop {
        let part = behind.next()?;
        if part.of == of {
            return Some((passed, part, behind));
        }
        passed += part.len();
        *looks = looks.checked_sub(1)?;
    }
}

impl Part<'_> {
    fn len(&self) -> usize {
        self.pieces.iter().map(|piece| piece.len()).sum()
    }
}

#[derive(Clone)]
struct Parts<'a> {
    bytes: &'a [u8],
    is_start: bool,
}

impl<'a> Parts<'a> {
    fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            is_start: true,
        }
    }
}

impl<'a> Iterator for Parts<'a> {
    type Item = Part<'a>;

    fn next(&mut self) -> Option<Part<'a>> {
        let whole = |bytes, of| Part {
            pieces: [bytes, &[], &[]],
            of,
        };
        if self.bytes.is_empty() {
            return None;
        }
        let (part, rest) = if mem::take(&mut self.is_start) {
            let len = PREAMBLE_LEN.min(self.bytes.len());
            let (preamble, rest) = self.bytes.split_at(len);
            (whole(preamble, Of::Preamble), rest)
        } else {
            match FrameBytes::split(self.bytes) {
                Some((frame, rest)) => (Part::from(frame), rest),
                None => (whole(self.bytes, Of::Rest), &[][..]),
            }
        };
        self.bytes = rest;
        Some(part)
    }
}

impl<'a> From<FrameBytes<'a>> for Part<'a> {
    fn from(frame: FrameBytes<'a>) -> Self {
        let of = match (frame.kind, varint::read(frame.payload, u64::BITS)) {
            (FrameKind::Section, Ok((instance, _))) => Of::Section(instance),
            _ => Of::Frame(frame.kind),
        };
        Self {
            pieces: [frame.head, frame.payload, frame.checksum],
            of,
        }
    }
}
