//! The arithmetic of varints and of zigzag, in `const` code: how long they are, and
//! what they stand for. `codec/varint` reads and writes them.

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
