//! Moves the bytes of values of a fixed size.

use core::iter;

use super::super::flat::{Flat, Origin};
use super::super::piece::{Piece, Size};
use super::{Output, Run};
use crate::codec::{Decoder, Reason};

/// Values that are converted together fit the first cache.
const BLOCK: usize = 8 << 10;

/// Converts one value.
pub(super) fn one(flat: &Flat, input: &mut Decoder<'_>, out: &mut Output) -> Run {
    let value = input.take(flat.from_len)?;
    let made = out.room(flat.to_len)?;
    for piece in &flat.pieces {
        let origin = match piece.origin {
            Origin::Value => value,
            Origin::Constants => &flat.constants,
        };
        if let (Some(from), Some(to)) = (origin.get(piece.from..), made.get_mut(piece.to..)) {
            match piece.size {
                Size::One => copy::<1>(from, to),
                Size::Two => copy::<2>(from, to),
                Size::Four => copy::<4>(from, to),
                Size::Eight => copy::<8>(from, to),
                Size::Sixteen => copy::<16>(from, to),
                Size::ThirtyTwo => copy::<32>(from, to),
                Size::Any(len) => copy_any(len, from, to),
            }
        }
    }
    Ok(())
}

/// Converts values that stand back to back: piece by piece, not value by value.
pub(super) fn many(flat: &Flat, count: usize, input: &mut Decoder<'_>, out: &mut Output) -> Run {
    let (from_len, to_len) = (flat.from_len, flat.to_len);
    if from_len == 0 || to_len == 0 {
        return (0..count).try_for_each(|_| one(flat, input, out));
    }
    let len = |each: usize| each.checked_mul(count).ok_or(Reason::Truncated);
    let values = input.take(len(from_len)?)?;
    let made = out.room(len(to_len)?)?;
    let together = (BLOCK / to_len).max(1);
    let blocks = values.chunks(together * from_len);
    for (values, made) in blocks.zip(made.chunks_mut(together * to_len)) {
        for piece in &flat.pieces {
            let made = made.chunks_exact_mut(to_len);
            match piece.origin {
                Origin::Value => piece.copy_each(values.chunks_exact(from_len).zip(made)),
                Origin::Constants => piece.copy_each(iter::repeat(&*flat.constants).zip(made)),
            }
        }
    }
    Ok(())
}

impl Piece {
    /// Copies this piece of each value.
    #[inline]
    fn copy_each<'v, 'm>(&self, values: impl Iterator<Item = (&'v [u8], &'m mut [u8])>) {
        match self.size {
            Size::One => self.each(values, copy::<1>),
            Size::Two => self.each(values, copy::<2>),
            Size::Four => self.each(values, copy::<4>),
            Size::Eight => self.each(values, copy::<8>),
            Size::Sixteen => self.each(values, copy::<16>),
            Size::ThirtyTwo => self.each(values, copy::<32>),
            Size::Any(len) => self.each(values, |from, to| copy_any(len, from, to)),
        }
    }

    #[inline]
    fn each<'v, 'm>(
        &self,
        values: impl Iterator<Item = (&'v [u8], &'m mut [u8])>,
        copy: impl Fn(&[u8], &mut [u8]),
    ) {
        let (from, to) = (self.from, self.to);
        for (value, made) in values {
            if let (Some(from), Some(to)) = (value.get(from..), made.get_mut(to..)) {
                copy(from, to);
            }
        }
    }
}

/// Copies the first `N` bytes.
#[inline]
fn copy<const N: usize>(from: &[u8], to: &mut [u8]) {
    if let (Some(from), Some(to)) = (from.first_chunk::<N>(), to.first_chunk_mut::<N>()) {
        *to = *from;
    }
}

#[inline]
fn copy_any(len: usize, from: &[u8], to: &mut [u8]) {
    if let (Some(from), Some(to)) = (from.get(..len), to.get_mut(..len)) {
        to.copy_from_slice(from);
    }
}
