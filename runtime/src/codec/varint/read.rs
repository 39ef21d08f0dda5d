//! Reading a varint out of a register.
//!
//! `word` is the first eight bytes of `input`. `None` is no judgement: the
//! varint may be longer than that, or wrong.
//!
//! A length is either guessed or computed. The processor guesses the outcome of
//! a branch and goes on with what follows, where a computed length makes it
//! wait for the word; but a wrong guess costs more than waiting does. So
//! lengths are guessed where there are few of them.

use super::{MORE, Wire, bytewise};
use crate::base::fault::Fault;

/// Reads one to three bytes; guesses.
#[inline(always)]
pub(super) fn read_u16(word: u64, input: &[u8]) -> Option<(u16, &[u8])> {
    let [first, second, third, ..] = word.to_le_bytes();
    let two = u16::from(first & 0x7f) | u16::from(second & 0x7f) << 7;
    match (first, second, third) {
        (0..0x80, _, _) => Some((first.into(), input.get(1..)?)),
        (0x80.., 1..0x80, _) => Some((two, input.get(2..)?)),
        (0x80.., 0x80.., 1..4) => Some((two | u16::from(third) << 14, input.get(3..)?)),
        _ => None,
    }
}

/// Reads one to five bytes; guesses whether it is one, or five, as random
/// numbers and addresses are.
#[inline(always)]
pub(super) fn read_u32(word: u64, input: &[u8]) -> Option<(u32, &[u8])> {
    let low = word as u32;
    if word & IN_FIVE == MORE & FOUR {
        let fifth = (word >> 32) as u8;
        let value = gather(low.into()) as u32 | u32::from(fifth) << 28;
        return (fifth != 0).then_some((value, input.get(5..)?));
    }
    if let byte @ 0..0x80 = low as u8 {
        return Some((byte.into(), input.get(1..)?));
    }
    let last = !low & MORE as u32;
    if last == 0 {
        return None;
    }
    let len = last.trailing_zeros() as usize / 8 + 1;
    let all = up_to(last.into()) as u32;
    let bytes = low & all;
    let value = gather(bytes.into()) as u32;
    (bytes > all >> 8).then_some((value, input.get(len..)?))
}

/// Four bytes of a word.
const FOUR: u64 = 0xffff_ffff;

/// What says that a number of 32 bits takes five bytes, and what the fifth has
/// no room for.
const IN_FIVE: u64 = MORE & FOUR | 0xf0 << 32;

/// Reads one to eight bytes; guesses whether it is one, or computes.
#[inline(always)]
pub(super) fn read_u64(word: u64, input: &[u8]) -> Option<(u64, &[u8])> {
    if let byte @ 0..0x80 = word as u8 {
        return Some((byte.into(), input.get(1..)?));
    }
    let last = !word & MORE;
    if last == 0 {
        return None;
    }
    let len = last.trailing_zeros() as usize / 8 + 1;
    let all = up_to(last);
    let bytes = word & all;
    (bytes > all >> 8).then_some((gather(bytes), input.get(len..)?))
}

/// All bits up to the lowest that is set. With those of the last byte left out
/// they are the most that a varint can be without it.
#[inline(always)]
fn up_to(last: u64) -> u64 {
    last ^ last.wrapping_sub(1)
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
    let read = match input.len() {
        0..8 => read_at_end(input),
        _ => read_long(input),
    };
    if let Some(read) = read {
        return Ok(read);
    }
    let (value, rest) = bytewise::read(input, W::BITS)?;
    match W::try_from(value) {
        Ok(value) => Ok((value, rest)),
        Err(_) => unreachable!("the value was read with the width of its type"),
    }
}

/// Reads a varint with fewer than eight bytes behind its beginning.
fn read_at_end<W: Wire>(input: &[u8]) -> Option<(W, &[u8])> {
    // The zeros behind the end are not taken for a last byte: none is 0 but
    // that of the number 0.
    let word = match (input.first_chunk(), input.last_chunk()) {
        // They overlap, with the same bits.
        (Some(low), Some(high)) => {
            let shift = 8 * input.len().checked_sub(size_of::<u32>())?;
            let high = u64::from(u32::from_le_bytes(*high)).checked_shl(shift as u32)?;
            u64::from(u32::from_le_bytes(*low)) | high
        }
        _ => {
            let bytes = input.iter().rev();
            bytes.fold(0, |word, byte| word << 8 | u64::from(*byte))
        }
    };
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
