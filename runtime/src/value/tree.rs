//! A value that borrows from the data and its schema.

use alloc::borrow::Cow;
use alloc::boxed::Box;

use super::bytes::{Bytes, Elements};
use super::parts::{Entries, Fields, Items};
use crate::base::varint;
use crate::schema::{Field, Float, Integer, Variant};

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Item<'a> {
    /// Offset of its first byte in the section's payload.
    pub offset: usize,
    /// Number of its bytes.
    pub len: usize,
    /// The value itself.
    pub value: Value<'a>,
}

/// A value of one of the kinds of [`Type`](crate::schema::Type).
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Value<'a> {
    /// No content.
    Unit,
    /// True or false.
    Bool(bool),
    /// A whole number without sign.
    Unsigned(u128),
    /// A whole number with sign.
    Signed(i128),
    /// IEEE 754 binary32.
    F32(f32),
    /// IEEE 754 binary64.
    F64(f64),
    /// One character.
    Char(char),
    /// Text. Where the bytes are not in memory, it is.
    String(Cow<'a, str>),
    /// An array or list of `u8`.
    Bytes(Bytes<'a>),
    /// An array or list of other numbers of fixed width, or of bools.
    Numbers(Numbers<'a>),
    /// A value that may be absent.
    Option(Option<Box<Item<'a>>>),
    /// An array, list, set or tuple.
    Sequence(Items<'a>),
    /// Keys and values.
    Map(Entries<'a>),
    /// Fields and subsections.
    Struct(Fields<'a>),
    /// A variant with its fields.
    Enum {
        /// The tag in the data. It differs from the variant's own only for
        /// `other`.
        tag: u32,
        /// The variant that it stands for.
        variant: &'a Variant,
        /// The variant's fields.
        fields: Fields<'a>,
    },
}

/// A field's value, or the absence of a subsection.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct FieldValue<'a> {
    /// Its description.
    pub field: &'a Field,
    /// Its tag, if it is a subsection.
    pub tag: Option<u32>,
    /// Its value. `None` is an absent subsection.
    pub item: Option<Item<'a>>,
}

/// Numbers of fixed width, back to back.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Numbers<'a> {
    kind: NumberKind,
    bytes: Bytes<'a>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum NumberKind {
    Bool,
    Integer(Integer),
    Float(Float),
}

impl NumberKind {
    /// Whether it is `u8`.
    fn is_byte(self) -> bool {
        matches!(self, Self::Integer(integer) if integer.bits() == 8 && !integer.is_signed())
    }

    #[inline]
    pub(super) fn width(self) -> usize {
        match self {
            Self::Bool => 1,
            Self::Integer(integer) => usize::from(integer.bits() / 8),
            Self::Float(float) => usize::from(float.bits() / 8),
        }
    }

    /// The number that exactly these bytes are.
    #[inline]
    pub(super) fn number(self, bytes: &[u8]) -> Value<'static> {
        let bits = bits(bytes);
        match self {
            Self::Bool => Value::Bool(bits != 0),
            Self::Integer(integer) if integer.is_signed() => {
                let unused = 128 - u32::from(integer.bits());
                Value::Signed((bits << unused) as i128 >> unused)
            }
            Self::Integer(_) => Value::Unsigned(bits),
            Self::Float(Float::F32) => Value::F32(f32::from_bits(bits as u32)),
            Self::Float(Float::F64) => Value::F64(f64::from_bits(bits as u64)),
        }
    }
}

/// A little-endian number of at most 16 bytes.
fn bits(bytes: &[u8]) -> u128 {
    match *bytes {
        [byte] => byte.into(),
        [a, b] => u16::from_le_bytes([a, b]).into(),
        [a, b, c, d] => u32::from_le_bytes([a, b, c, d]).into(),
        [a, b, c, d, e, f, g, h] => u64::from_le_bytes([a, b, c, d, e, f, g, h]).into(),
        _ => {
            let mut wide = [0; 16];
            for (to, from) in wide.iter_mut().zip(bytes) {
                *to = *from;
            }
            u128::from_le_bytes(wide)
        }
    }
}

impl<'a> Numbers<'a> {
    /// The value that numbers of this kind are.
    pub(super) fn value(kind: NumberKind, bytes: Bytes<'a>) -> Value<'a> {
        match kind.is_byte() {
            true => Value::Bytes(bytes),
            false => Value::Numbers(Self { kind, bytes }),
        }
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.bytes.len() / self.kind.width()
    }

    /// Bytes of each.
    pub fn width(&self) -> usize {
        self.kind.width()
    }

    /// Each of them.
    pub fn iter(&self) -> impl Iterator<Item = Value<'static>> + use<'a> {
        let kind = self.kind;
        let mut elements = Elements::new(self.bytes, kind.width());
        core::iter::from_fn(move || elements.next(|bytes| kind.number(bytes)))
    }
}

impl Value<'_> {
    /// Bytes that a whole number would take as a varint; `None` of any other value.
    pub fn varint_len(&self) -> Option<usize> {
        match *self {
            Self::Unsigned(number) => Some(varint::len_u128(number)),
            Self::Signed(number) => Some(varint::len_u128(varint::zigzag(number))),
            _ => None,
        }
    }

    /// A value of which nothing is in other bytes.
    pub(super) fn without_bytes(self) -> Value<'static> {
        match self {
            Self::Bool(value) => Value::Bool(value),
            Self::Unsigned(value) => Value::Unsigned(value),
            Self::Signed(value) => Value::Signed(value),
            Self::F32(value) => Value::F32(value),
            Self::F64(value) => Value::F64(value),
            Self::Char(value) => Value::Char(value),
            Self::Option(None) => Value::Option(None),
            _ => Value::Unit,
        }
    }
}
