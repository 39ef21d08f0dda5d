//! The types of numbers.

/// Width, sign and encoding of a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integer {
    bits: u8,
    signed: bool,
    varint: bool,
}

impl Integer {
    /// An unsigned number of fixed width.
    ///
    /// # Panics
    ///
    /// If `bits` is not 8, 16, 32, 64 or 128; in a `const`, that does not compile.
    pub const fn unsigned(bits: u8) -> Self {
        Self::of(bits, false)
    }

    /// A signed number of fixed width.
    ///
    /// # Panics
    ///
    /// As [`unsigned`](Self::unsigned).
    pub const fn signed(bits: u8) -> Self {
        Self::of(bits, true)
    }

    const fn of(bits: u8, signed: bool) -> Self {
        assert!(
            matches!(bits, 8 | 16 | 32 | 64 | 128),
            "a whole number has 8, 16, 32, 64 or 128 bits"
        );
        Self {
            bits,
            signed,
            varint: false,
        }
    }

    /// The same number as postcard's varint.
    pub const fn varint(self) -> Self {
        Self {
            varint: self.bits > 8,
            ..self
        }
    }

    /// Width in bits.
    pub const fn bits(self) -> u8 {
        self.bits
    }

    /// Whether it has a sign.
    pub const fn is_signed(self) -> bool {
        self.signed
    }

    /// Whether its values are strings in JSON: many readers of JSON round numbers
    /// of that size.
    pub const fn is_wide(self) -> bool {
        self.bits >= 64
    }

    /// Whether it is encoded as a varint. Numbers of 8 bits never are.
    pub const fn is_varint(self) -> bool {
        self.varint
    }
}

/// The type of a number, of whatever kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Integer(Integer),
    Float(Float),
}

/// Width of a floating-point number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Float {
    /// IEEE 754 binary32.
    F32,
    /// IEEE 754 binary64.
    F64,
}

impl Float {
    /// Width in bits.
    pub const fn bits(self) -> u8 {
        match self {
            Self::F32 => 32,
            Self::F64 => 64,
        }
    }
}
