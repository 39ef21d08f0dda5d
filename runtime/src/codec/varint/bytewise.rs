//! Byte by byte, for any width.

use crate::base::fault::{Fault, Reason};

/// The most bytes of a varint of 128 bits.
pub(crate) const MAX_LEN: usize = 19;

/// Writes a value to the beginning of `out`, which has room for it, and says
/// how many bytes it took.
pub(crate) fn write(mut value: u128, out: &mut [u8; MAX_LEN]) -> usize {
    let mut len = 0;
    for byte in out {
        len += 1;
        *byte = value as u8 & 0x7f;
        value >>= 7;
        if value == 0 {
            break;
        }
        *byte |= 0x80;
    }
    len
}

/// Reads a value of at most `bits` bits and says what follows it.
pub(crate) fn read(input: &[u8], bits: u32) -> Result<(u128, &[u8]), Fault> {
    let mut value = 0_u128;
    let mut shift = 0;
    let mut rest = input;
    while let Some((&byte, tail)) = rest.split_first() {
        let part = u128::from(byte & 0x7f);
        let room = bits.saturating_sub(shift);
        if room < 7 && part >> room != 0 {
            return Err(Reason::VarintTooLarge.into());
        }
        // `room` is not 0 here unless `part` is, so the shift is below 128.
        value |= part.checked_shl(shift).unwrap_or(0);
        rest = tail;
        if byte & 0x80 == 0 {
            if byte == 0 && shift > 0 {
                return Err(Reason::VarintNotShortest.into());
            }
            return Ok((value, rest));
        }
        shift += 7;
        if shift >= bits {
            return Err(Reason::VarintTooLarge.into());
        }
    }
    Err(Reason::Truncated.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_shortest_form_in_range() {
        assert_eq!(
            read(&[0x80, 0x00], 16).unwrap_err().reason(),
            &Reason::VarintNotShortest
        );
        assert_eq!(
            read(&[0xff, 0xff, 0x04], 16).unwrap_err().reason(),
            &Reason::VarintTooLarge
        );
        assert_eq!(read(&[0xff, 0xff, 0x03], 16).unwrap(), (0xffff, &[][..]));
        assert_eq!(
            read(&[0xff, 0xff, 0x83, 0], 16).unwrap_err().reason(),
            &Reason::VarintTooLarge
        );
        assert_eq!(read(&[0xff], 16).unwrap_err().reason(), &Reason::Truncated);
        assert_eq!(read(&[], 16).unwrap_err().reason(), &Reason::Truncated);
        let mut longest = [0xff; MAX_LEN];
        longest[18] = 0x03;
        assert_eq!(read(&longest, 128).unwrap().0, u128::MAX);
        longest[18] = 0x04;
        assert_eq!(
            read(&longest, 128).unwrap_err().reason(),
            &Reason::VarintTooLarge
        );
    }
}
