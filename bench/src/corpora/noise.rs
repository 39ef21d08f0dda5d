//! Numbers without a pattern, the same in each run.

/// SplitMix64, by its seed.
pub(crate) struct Noise(pub(crate) u64);

impl Noise {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number of up to `bits` bits, as often short as long: as counters,
    /// addresses and flags are.
    pub(crate) fn number(&mut self, bits: u32) -> u64 {
        let kept = 1 + self.next() % u64::from(bits);
        self.next() >> (64 - kept)
    }
}
