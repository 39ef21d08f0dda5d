//! Moves the bytes of values of a fixed size.

use core::ops::Range;

use super::super::flat::{Flat, Move, Origin};
use super::{Output, Run};
use crate::codec::{Decoder, Reason};

/// Values that are converted together fit the first cache.
const BLOCK: usize = 8 << 10;

/// Converts one value.
pub(super) fn one(flat: &Flat, input: &mut Decoder<'_>, out: &mut Output) -> Run {
    let value = input.take(flat.from_len)?;
    let made = out.room(flat.to_len)?;
    for step in &flat.moves {
        let origin = match step.origin {
            Origin::Value => value,
            Origin::Constants => &flat.constants,
        };
        if let (Some(from), Some(to)) = (origin.get(step.from()), made.get_mut(step.to())) {
            copy(from, to);
        }
    }
    Ok(())
}

/// Converts values that stand back to back: move by move, not value by value.
pub(super) fn many(flat: &Flat, count: usize, input: &mut Decoder<'_>, out: &mut Output) -> Run {
    let (from_len, to_len) = (flat.from_len, flat.to_len);
    let len = |each: usize| each.checked_mul(count).ok_or(Reason::Truncated);
    let mut values = input.take(len(from_len)?)?;
    let mut made = out.room(len(to_len)?)?;
    let together = BLOCK / to_len.max(1);
    while made.len() > together * to_len {
        let (block, rest) = made.split_at_mut(together * to_len);
        flat.convert(values, block);
        values = values.get(together * from_len..).unwrap_or_default();
        made = rest;
    }
    flat.convert(values, made);
    Ok(())
}

impl Flat {
    /// Converts as many values as there is room for.
    fn convert(&self, values: &[u8], made: &mut [u8]) {
        for step in &self.moves {
            match step.origin {
                Origin::Value => step.run(values, self.from_len, made, self.to_len),
                Origin::Constants => step.run(&self.constants, 0, made, self.to_len),
            }
        }
    }
}

/// Copies bytes. Up to 64 are two pieces of one size, which may overlap: a size
/// that the compiler knows needs no call.
#[inline]
fn copy(from: &[u8], to: &mut [u8]) {
    match from.len() {
        1 => ends::<1>(from, to),
        2..4 => ends::<2>(from, to),
        4..8 => ends::<4>(from, to),
        8..16 => ends::<8>(from, to),
        16..32 => ends::<16>(from, to),
        32..=64 => ends::<32>(from, to),
        _ => to.copy_from_slice(from),
    }
}

/// Copies the first and the last `N` bytes.
#[inline]
fn ends<const N: usize>(from: &[u8], to: &mut [u8]) {
    if let (Some(from), Some(to)) = (from.first_chunk::<N>(), to.first_chunk_mut::<N>()) {
        *to = *from;
    }
    if let (Some(from), Some(to)) = (from.last_chunk::<N>(), to.last_chunk_mut::<N>()) {
        *to = *from;
    }
}

impl Move {
    /// As [`copy`], for each value.
    fn run(&self, values: &[u8], from_len: usize, made: &mut [u8], to_len: usize) {
        match self.len {
            1 => self.each(values, from_len, made, to_len, ends::<1>),
            2..4 => self.each(values, from_len, made, to_len, ends::<2>),
            4..8 => self.each(values, from_len, made, to_len, ends::<4>),
            8..16 => self.each(values, from_len, made, to_len, ends::<8>),
            16..32 => self.each(values, from_len, made, to_len, ends::<16>),
            32..=64 => self.each(values, from_len, made, to_len, ends::<32>),
            _ => self.each(values, from_len, made, to_len, |from, to| {
                to.copy_from_slice(from);
            }),
        }
    }

    #[inline]
    fn each(
        &self,
        mut values: &[u8],
        from_len: usize,
        made: &mut [u8],
        to_len: usize,
        copy: impl Fn(&[u8], &mut [u8]),
    ) {
        for room in made.chunks_exact_mut(to_len.max(1)) {
            let (Some(from), Some(to)) = (values.get(self.from()), room.get_mut(self.to())) else {
                return;
            };
            copy(from, to);
            values = values.get(from_len..).unwrap_or_default();
        }
    }

    #[inline]
    fn from(&self) -> Range<usize> {
        self.from..self.from + self.len
    }

    #[inline]
    fn to(&self) -> Range<usize> {
        self.to..self.to + self.len
    }
}
