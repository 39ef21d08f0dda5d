//! The hash that tells types apart.

use core::fmt;

/// Hash of a schema's canonical form (`docs/format.md`, "Fingerprint").
///
/// Equal fingerprints mean that both sides read and write the same bytes with
/// the same meaning, so resolution can be skipped. A fingerprint is not a
/// defence against forgery: whatever was read is still checked.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Fingerprint(pub(crate) u128);

impl Fingerprint {
    /// The hash as a number.
    pub const fn to_u128(self) -> u128 {
        self.0
    }

    /// Reads the 32 hexadecimal digits that [`Display`](fmt::Display) writes.
    pub fn from_hex(text: &str) -> Option<Self> {
        let digits =
            text.len() == 32 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        if !digits {
            return None;
        }
        u128::from_str_radix(text, 16).ok().map(Self)
    }

    /// The digits that `Display` writes, for `const` code.
    pub(crate) const fn hex(self) -> [u8; 32] {
        let mut digits = [0; 32];
        let mut i = 0;
        while i < 32 {
            let nibble = (self.0 >> (124 - 4 * i)) as u8 & 15;
            digits[i] = if nibble < 10 {
                b'0' + nibble
            } else {
                b'a' + nibble - 10
            };
            i += 1;
        }
        digits
    }
}

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", self.0)
    }
}

impl fmt::Debug for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Fingerprint({self})")
    }
}
