//! Types in a few words, for messages.

use alloc::string::String;
use core::fmt;

use super::ty::Type;

/// Close to Rust's notation: `u32`, `[u8; 16]`, `list<Queue>`.
impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        describe(self, &|_| None, f)
    }
}

/// The same, with other names for structs and enums, where there are some.
pub(super) fn describe(
    ty: &Type,
    names: &dyn Fn(&Type) -> Option<String>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let part = |ty: &Type, f: &mut fmt::Formatter<'_>| describe(ty, names, f);
    let named = |kind: &str, name: &str, f: &mut fmt::Formatter<'_>| match names(ty) {
        Some(name) => write!(f, "{kind} {name}"),
        None => write!(f, "{kind} {name}"),
    };
    let wrapped = |kind: &str, inner: &Type, f: &mut fmt::Formatter<'_>| {
        write!(f, "{kind}<")?;
        part(inner, f)?;
        f.write_str(">")
    };
    match ty {
        Type::Unit => f.write_str("unit"),
        Type::Bool => f.write_str("bool"),
        Type::Char => f.write_str("char"),
        Type::String => f.write_str("string"),
        Type::Integer(integer) => {
            let varint = if integer.is_varint() { "varint " } else { "" };
            let sign = if integer.is_signed() { 'i' } else { 'u' };
            write!(f, "{varint}{sign}{}", integer.bits())
        }
        Type::Float(float) => write!(f, "f{}", float.bits()),
        Type::Option(inner) => wrapped("option", inner, f),
        Type::Array { element, len } => {
            f.write_str("[")?;
            part(element, f)?;
            write!(f, "; {len}]")
        }
        Type::List(element) => wrapped("list", element, f),
        Type::Set(element) => wrapped("set", element, f),
        Type::Map { key, value } => {
            f.write_str("map<")?;
            part(key, f)?;
            f.write_str(", ")?;
            part(value, f)?;
            f.write_str(">")
        }
        Type::Tuple(parts) => {
            f.write_str("(")?;
            for (index, one) in parts.iter().enumerate() {
                f.write_str(if index > 0 { ", " } else { "" })?;
                part(one, f)?;
            }
            f.write_str(")")
        }
        Type::Struct(ty) => named("struct", ty.name(), f),
        Type::Enum(ty) => named("enum", ty.name(), f),
    }
}
