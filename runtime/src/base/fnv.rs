//! FNV-1a with 128 bits: the hash behind fingerprints and stream digests.
//!
//! It is published, has an implementation in most languages, works byte by
//! byte in `const` code and needs no buffer. It does not resist an attacker,
//! and nothing that must be safe relies on it.

/// A running FNV-1a hash of 128 bits, after the IETF draft "The FNV
/// Non-Cryptographic Hash Algorithm".
#[derive(Clone, Copy)]
pub(crate) struct Fnv128(u128);

impl Fnv128 {
    const OFFSET_BASIS: u128 = 0x6c62_272e_07bb_0142_62b8_2175_6295_c58d;
    const PRIME: u128 = 0x0000_0000_0100_0000_0000_0000_0000_013b;

    pub(crate) const fn new() -> Self {
        Self(Self::OFFSET_BASIS)
    }

    pub(crate) const fn write(mut self, mut bytes: &[u8]) -> Self {
        while let [first, rest @ ..] = bytes {
            self.0 = (self.0 ^ *first as u128).wrapping_mul(Self::PRIME);
            bytes = rest;
        }
        self
    }

    pub(crate) const fn write_u8(self, byte: u8) -> Self {
        Self((self.0 ^ byte as u128).wrapping_mul(Self::PRIME))
    }

    pub(crate) const fn write_u32(self, value: u32) -> Self {
        self.write(&value.to_le_bytes())
    }

    pub(crate) const fn write_u64(self, value: u64) -> Self {
        self.write(&value.to_le_bytes())
    }

    pub(crate) const fn write_u128(self, value: u128) -> Self {
        self.write(&value.to_le_bytes())
    }

    /// Writes the length first, so that two texts never run together.
    pub(crate) const fn write_text(self, text: &str) -> Self {
        self.write_u32(text.len() as u32).write(text.as_bytes())
    }

    pub(crate) const fn finish(self) -> u128 {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vectors of the reference implementation by Landon Curt Noll.
    #[test]
    fn published_vectors() {
        let vectors = [
            ("", 0x6c62272e07bb014262b821756295c58d_u128),
            ("a", 0xd228cb696f1a8caf78912b704e4a8964),
            ("foobar", 0x343e1662793c64bf6f0d3597ba446f18),
        ];
        for (text, hash) in vectors {
            assert_eq!(
                Fnv128::new().write(text.as_bytes()).finish(),
                hash,
                "{text:?}"
            );
        }
    }
}
