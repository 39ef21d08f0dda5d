//! Moves the bytes of values of a fixed size.

use core::iter;

use super::super::error::StepResult;
use super::super::flat::Flat;
use super::super::output::Output;
use super::super::piece::{Origin, Piece, Size};
use crate::codec::{Decoder, Reason};

/// Values that are converted together fit the first cache.
const BLOCK: usize = 8 << 10;

/// Converts one value.
pub(super) fn one(flat: &Flat, input: &mut Decoder<'_>, out: &mut Output) -> StepResult {
    let value = input.take(flat.from_len)?;
    let made = out.room(flat.to_len)?;
    for piece in &flat.pieces {
        let origin = match piece.origin {
            Origin::Value => value,
            Origin::Constants => &flat.constants,
        };
        match piece.size {
            Size::One => piece.copy(1, origin, made),
            Size::Two => piece.copy(2, origin, made),
            Size::Four => piece.copy(4, origin, made),
            Size::Eight => piece.copy(8, origin, made),
            Size::Sixteen => piece.copy(16, origin, made),
            Size::ThirtyTwo => piece.copy(32, origin, made),
            Size::Any(len) => piece.copy(len, origin, made),
        }
    }
    Ok(())
}

/// Converts values that stand back to back: piece by piece, not value by value.
pub(super) fn many(
    flat: &Flat,
    count: usize,
    input: &mut Decoder<'_>,
    out: &mut Output,
) -> StepResult {
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
            Size::One => self.each(1, values),
            Size::Two => self.each(2, values),
            Size::Four => self.each(4, values),
            Size::Eight => self.each(8, values),
            Size::Sixteen => self.each(16, values),
            Size::ThirtyTwo => self.each(32, values),
            Size::Any(len) => self.each(len, values),
        }
    }

    #[inline(always)]
    fn each<'v, 'm>(&self, len: usize, values: impl Iterator<Item = (&'v [u8], &'m mut [u8])>) {
        for (value, made) in values {
            self.copy(len, value, made);
        }
    }

    /// Copies so many bytes, which the compiler knows in most cases.
    #[inline(always)]
    fn copy(&self, len: usize, value: &[u8], made: &mut [u8]) {
        let (from, to) = (self.from as usize, self.to as usize);
        if let (Some(from), Some(to)) = (value.get(from..from + len), made.get_mut(to..to + len)) {
            to.copy_from_slice(from);
        }
    }
}
