//! Postcard's varint: seven bits a byte, least significant first, the top bit
//! set on all but the last. Only the shortest form is accepted.
//!
//! Source: postcard's wire specification, "Varint encoded integers".
//!
//! `plain` does this byte by byte and is the judge of what is wrong. The rest
//! does it eight bytes at a time: a number's groups of seven bits are spread
//! over the bytes of a register and stored at once, or loaded at once and
//! brought together.

mod array;
mod plain;
mod read;
#[cfg(test)]
mod tests;
mod wire;
mod write;

pub(crate) use array::{len_all, read_all, write_all};
#[cfg(feature = "std")]
pub(crate) use plain::read;
pub(crate) use plain::{MAX_LEN, write};
pub use wire::Wire;

/// The bits that say that a byte is not the last.
const MORE: u64 = 0x8080_8080_8080_8080;

/// How many bytes a value takes.
pub(crate) const fn len_u64(value: u64) -> usize {
    let bits = 64 - (value | 1).leading_zeros() as usize;
    // For up to 64 bits, a seventh of them rounded up.
    (bits * 9 + 64) / 64
}

/// As [`len_u64`].
pub(crate) const fn len_u128(value: u128) -> usize {
    let bits = 128 - (value | 1).leading_zeros() as usize;
    bits.div_ceil(7)
}

/// Zigzag: small numbers of either sign become small unsigned ones.
pub(crate) const fn zigzag(value: i128) -> u128 {
    ((value << 1) ^ (value >> 127)) as u128
}

/// The inverse of [`zigzag`].
pub(crate) const fn unzigzag(value: u128) -> i128 {
    (value >> 1) as i128 ^ -((value & 1) as i128)
}
