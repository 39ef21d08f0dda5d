//! Reading a varint of more than one byte out of a register.
//!
//! `word` is the first eight bytes of `input`. `None` is no judgement: the
//! varint may be longer than that, or wrong.
//!
//! A length is either guessed or computed. The processor guesses the outcome of
//! a branch and goes on with what follows, where a computed length makes it
//! wait for the word; but a wrong guess costs more than waiting does. So
//! lengths are guessed where there are few of them.

use super::{MORE, Wire, plain};
use crate::codec::fault::Fault;

/// Reads two or three bytes; guesses.
#[inline(always)]
pub(super) fn read_u16(word: u64, input: &[u8]) -> Option<(u16, &[u8])> {
    let [first, second, third, ..] = word.to_le_bytes();
    let two = u16::from(first & 0x7f) | u16::from(second & 0x7f) << 7;
    match (second, third) {
        (1..0x80, _) => Some((two, input.get(2..)?)),
        (0x80.., 1..4) => Some((two | u16::from(third) << 14, input.get(3..)?)),
        _ => None,
    }
}

/// Reads two to five bytes; guesses whether it is five, as random numbers and
/// addresses are.
#[inline(always)]
pub(super) fn read_u32(word: u64, input: &[u8]) -> Option<(u32, &[u8])> {
    let low = word as u32;
    let last = !low & MORE as u32;
    if last == 0 {
        let fifth = (word >> 32) as u8;
        let value = gather(low.into()) as u32 | u32::from(fifth) << 28;
        return matches!(fifth, 1..16).then_some((value, input.get(5..)?));
    }
    let len = last.trailing_zeros() as usize / 8 + 1;
    let bytes = low & up_to(last.into()) as u32;
    let value = gather(bytes.into()) as u32;
    is_shortest(bytes.into(), last.into()).then_some((value, input.get(len..)?))
}

/// Reads two to eight bytes; computes.
#[inline(always)]
pub(super) fn read_u64(word: u64, input: &[u8]) -> Option<(u64, &[u8])> {
    let last = !word & MORE;
    if last == 0 {
        return None;
    }
    let len = last.trailing_zeros() as usize / 8 + 1;
    let bytes = word & up_to(last);
    is_shortest(bytes, last).then_some((gather(bytes), input.get(len..)?))
}

/// All bits up to the lowest that is set.
#[inline(always)]
fn up_to(last: u64) -> u64 {
    last ^ last.wrapping_sub(1)
}

/// Whether the last byte, whose top bit is the lowest set in `last`, is not 0.
#[inline(always)]
fn is_shortest(bytes: u64, last: u64) -> bool {
    bytes >= (last & last.wrapping_neg()) >> 7
}

/// Brings the low seven bits of each byte together.
#[inline(always)]
fn gather(x: u64) -> u64 {
    let x = (x & 0x007f_007f_007f_007f) | (x & 0x7f00_7f00_7f00_7f00) >> 1;
    let x = (x & 0x0000_3fff_0000_3fff) | (x & 0x3fff_0000_3fff_0000) >> 2;
    (x & 0x0fff_ffff) | (x & 0x0fff_ffff_0000_0000) >> 4
}

/// Reads what is longer than a word, at the end of the input, or wrong.
#[inline(never)]
pub(super) fn read_slow<W: Wire>(input: &[u8]) -> Result<(W, &[u8]), Fault> {
    if let Some(read) = read_at_end(input).or_else(|| read_long(input)) {
        return Ok(read);
    }
    let (value, rest) = plain::read(input, W::BITS)?;
    match W::try_from(value) {
        Ok(value) => Ok((value, rest)),
        Err(_) => unreachable!("the value was read with the width of its type"),
    }
}

/// Reads a varint with fewer than eight bytes behind its beginning.
fn read_at_end<W: Wire>(input: &[u8]) -> Option<(W, &[u8])> {
    if input.len() >= 8 {
        return None;
    }
    // The zeros behind the end are not taken for a last byte: none is 0 but
    // that of the number 0.
    let word = input
        .iter()
        .rev()
        .fold(0, |word, byte| word << 8 | u64::from(*byte));
    W::read_word(word, input)
}

/// Reads a varint of nine or ten bytes, as those of kernel addresses are.
fn read_long<W: Wire>(input: &[u8]) -> Option<(W, &[u8])> {
    let [low @ .., ninth, tenth] = *input.first_chunk::<10>()?;
    let low = u64::from_le_bytes(low);
    if low & MORE != MORE {
        return None;
    }
    let value = gather(low) | u64::from(ninth & 0x7f) << 56;
    let (value, len) = match (ninth, tenth) {
        (1..0x80, _) => (value, 9),
        (0x80.., 1) => (value | 1 << 63, 10),
        _ => return None,
    };
    Some((W::try_from(value.into()).ok()?, input.get(len..)?))
}
