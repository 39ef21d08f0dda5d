//! Registers of 64 bits that the guest sees as two words.

/// `value` with another low word.
pub(crate) fn with_low(value: u64, low: u32) -> u64 {
    value & !0xffff_ffff | u64::from(low)
}

/// `value` with another high word.
pub(crate) fn with_high(value: u64, high: u32) -> u64 {
    value & 0xffff_ffff | u64::from(high) << 32
}
