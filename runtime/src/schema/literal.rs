//! Values that a schema states: what a person can spell in place.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref as _;

use serde_json::Value as Json;

use super::escaped::Escaped;
use super::node::{Node, TypeRef, constant};
use super::ty::{Float, Integer, Type};
use crate::base::fnv::Fnv128;

/// A value that is spelled out in a schema.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Literal {
    /// `None`, or a value of no bytes. For a subsection on an `Option`: absence.
    Null,
    /// A boolean.
    Bool(bool),
    /// A whole number.
    Integer {
        /// Whether it is below zero.
        negative: bool,
        /// The number without its sign.
        magnitude: u128,
    },
    /// A floating-point number.
    Float {
        /// Its bits as an IEEE 754 binary64.
        bits: u64,
        /// The fewest decimal digits that tell it from all others.
        digits: Node<str>,
    },
    /// A character, a text, or the name of a variant without fields.
    Text(Escaped),
    /// The content of an option.
    Some(Node<Literal>),
    /// The elements of an array, list or set, or the parts of a tuple.
    List(Node<[Literal]>),
}

impl Literal {
    /// A text that is escaped as in a JSON string.
    #[doc(hidden)]
    pub const fn text_escaped(escaped: &'static str) -> Self {
        Self::Text(Escaped::constant(escaped))
    }

    pub(super) const fn integer(negative: bool, magnitude: u128) -> Self {
        Self::Integer {
            negative: negative && magnitude > 0,
            magnitude,
        }
    }

    /// Whether it is made of few parts and short texts, so that it may be looked at again
    /// and again.
    pub(crate) fn is_short(&self) -> bool {
        const MOST: usize = 64;
        self.size(MOST).is_some()
    }

    /// Parts and bytes of texts, unless there are more than `most`.
    fn size(&self, most: usize) -> Option<usize> {
        let size = match self {
            Self::Null | Self::Bool(_) | Self::Integer { .. } | Self::Float { .. } => 1,
            Self::Text(text) => text.escaped().len(),
            Self::Some(content) => 1 + content.size(most)?,
            Self::List(items) => items.iter().try_fold(1, |sum, item| {
                Some(sum + item.size(most.checked_sub(sum)?)?)
            })?,
        };
        (size <= most).then_some(size)
    }

    /// The value as JSON that says what it is of: whole numbers are strings of
    /// their digits, and what is in an option that could be `null` is wrapped.
    pub(crate) fn to_json(&self, ty: &Type) -> Json {
        match (self, ty) {
            (Self::Null, _) => Json::Null,
            (Self::Bool(value), _) => Json::Bool(*value),
            (Self::Integer { .. }, Type::Integer(_)) => Json::String(self.to_string()),
            (Self::Integer { magnitude, .. }, _) => (*magnitude as f64).into(),
            (Self::Float { bits, .. }, Type::Float(Float::F32)) => {
                f64::from(f64::from_bits(*bits) as f32).into()
            }
            (Self::Float { bits, .. }, _) => f64::from_bits(*bits).into(),
            (Self::Text(text), _) => Json::String(text.text().into_owned()),
            (Self::Some(content), Type::Option(inner)) => {
                let json = content.to_json(inner);
                match is_wrapped(inner) {
                    true => Json::Object([("some".to_string(), json)].into_iter().collect()),
                    false => json,
                }
            }
            (Self::Some(content), _) => content.to_json(ty),
            (Self::List(items), _) => {
                let part = |(i, item): (usize, &Self)| item.to_json(part_at(ty, i));
                let parts: Vec<_> = items.iter().enumerate().map(part).collect();
                Json::Array(parts)
            }
        }
    }

    pub(super) const fn hash(&self, hash: Fnv128) -> Fnv128 {
        match self {
            Self::Null => hash.write_u8(0),
            Self::Bool(value) => hash.write_u8(1 + *value as u8),
            Self::Integer {
                negative,
                magnitude,
            } => hash.write_u8(3 + *negative as u8).write_u128(*magnitude),
            Self::Float { bits, .. } => hash.write_u8(5).write_u64(*bits),
            Self::Text(text) => hash.write_u8(6).write_text(text.escaped()),
            Self::Some(content) => content.get().hash(hash.write_u8(7)),
            Self::List(items) => {
                let items = items.get();
                let mut hash = hash.write_u8(8).write_u32(items.len() as u32);
                let mut i = 0;
                while i < items.len() {
                    hash = items[i].hash(hash);
                    i += 1;
                }
                hash
            }
        }
    }
}

/// As in JSON, but for the quotes of large numbers and what wraps an option.
impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => value.fmt(f),
            Self::Integer {
                negative,
                magnitude,
            } => write!(f, "{}{magnitude}", if *negative { "-" } else { "" }),
            Self::Float { digits, .. } => f.write_str(digits),
            Self::Text(text) => write!(f, "\"{}\"", text.escaped()),
            Self::Some(content) => content.fmt(f),
            Self::List(items) => {
                f.write_str("[")?;
                for (i, item) in items.iter().enumerate() {
                    write!(f, "{}{item}", if i > 0 { "," } else { "" })?;
                }
                f.write_str("]")
            }
        }
    }
}

/// Whether an option of `inner` wraps its content in JSON: what could be `null`
/// itself would be taken for an absent one.
pub(super) const fn is_wrapped(inner: &Type) -> bool {
    matches!(inner, Type::Unit | Type::Option(_))
}

/// The type of an element, or of a part of a tuple.
pub(super) fn part_at(ty: &Type, index: usize) -> &Type {
    match ty {
        Type::List(element) | Type::Set(element) | Type::Array { element, .. } => element,
        Type::Tuple(parts) => parts.get().get(index).map_or(ty, |part| part),
        _ => ty,
    }
}

/// Whether a literal spells a value of a type, as far as numbers and shapes tell:
/// which texts are characters or names of variants is asked where they are read.
/// It is asked of derived code, in `const` code that cannot look into a type that
/// was parsed; and of parsed schemas.
macro_rules! fits {
    ([$($const:tt)?] $name:ident, $all:ident, $part:path) => {
        impl Literal {
            pub(crate) $($const)? fn $name(&self, ty: &Type) -> bool {
                match (self, ty) {
                    (Self::Null, Type::Unit | Type::Option(_)) => true,
                    (Self::Bool(_), Type::Bool) => true,
                    (
                        Self::Integer {
                            negative,
                            magnitude,
                        },
                        Type::Integer(integer),
                    ) => is_within(*negative, *magnitude, *integer),
                    (Self::Float { bits, .. }, Type::Float(float)) => is_finite(*bits, *float),
                    (Self::Text(_), Type::Char | Type::String | Type::Enum(_)) => true,
                    (Self::Some(content), Type::Option(inner)) => content.get().$name($part(inner)),
                    (Self::List(items), Type::List(element)) => $all(items.get(), $part(element)),
                    (Self::List(items), Type::Array { element, len }) => {
                        items.get().len() as u64 == *len && $all(items.get(), $part(element))
                    }
                    (Self::List(items), Type::Tuple(parts)) => {
                        let (items, parts) = (items.get(), parts.get());
                        let mut fits = items.len() == parts.len();
                        let mut i = 0;
                        while fits && i < items.len() {
                            fits = items[i].$name($part(&parts[i]));
                            i += 1;
                        }
                        fits
                    }
                    _ => false,
                }
            }
        }

        $($const)? fn $all(items: &[Literal], ty: &Type) -> bool {
            let mut i = 0;
            while i < items.len() {
                if !items[i].$name(ty) {
                    return false;
                }
                i += 1;
            }
            true
        }
    };
}

fits!([const] fits, all_fit, constant);
fits!([] fits_parsed, all_fit_parsed, TypeRef::deref);

/// Whether the nearest number of the type is one.
const fn is_finite(bits: u64, float: Float) -> bool {
    let value = f64::from_bits(bits);
    match float {
        Float::F32 => (value as f32).is_finite(),
        Float::F64 => value.is_finite(),
    }
}

const fn is_within(negative: bool, magnitude: u128, integer: Integer) -> bool {
    let most = u128::MAX >> (128 - integer.bits() as u32);
    match (integer.is_signed(), negative) {
        (false, true) => false,
        (false, false) => magnitude <= most,
        (true, false) => magnitude <= most >> 1,
        (true, true) => magnitude <= (most >> 1) + 1,
    }
}
