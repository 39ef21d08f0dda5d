//! Types in a few words, for messages.

use core::fmt;

use super::ty::Type;

/// Close to Rust's notation: `u32`, `[u8; 16]`, `list<Queue>`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unit => f.write_str("unit"),
            Self::Bool => f.write_str("bool"),
            Self::Char => f.write_str("char"),
            Self::String => f.write_str("string"),
            Self::Integer(integer) => {
                let varint = if integer.is_varint() { "varint " } else { "" };
                let sign = if integer.is_signed() { 'i' } else { 'u' };
                write!(f, "{varint}{sign}{}", integer.bits())
            }
            Self::Float(float) => write!(f, "f{}", float.bits()),
            Self::Option(inner) => write!(f, "option<{}>", **inner),
            Self::Array { element, len } => write!(f, "[{}; {len}]", **element),
            Self::List(element) => write!(f, "list<{}>", **element),
            Self::Set(element) => write!(f, "set<{}>", **element),
            Self::Map { key, value } => write!(f, "map<{}, {}>", **key, **value),
            Self::Tuple(parts) => {
                f.write_str("(")?;
                for (index, part) in parts.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{}", **part)?;
                }
                f.write_str(")")
            }
            Self::Struct(ty) => write!(f, "struct {}", ty.name()),
            Self::Enum(ty) => write!(f, "enum {}", ty.name()),
        }
    }
}
