//! Whether a literal of a derived schema keeps to what its fields may hold, in `const`
//! code. Of a parsed one that is asked where the value is made.

use super::constraint::{Limit, RangeLimits};
use super::field::Field;
use super::literal::{Literal, Member, subsection_named, variant_named};
use super::node::constant;
use super::spelled::{content_type, part_type};
use super::structure::StructType;
use super::ty::Type;

impl Literal {
    /// Whether it keeps to the ranges and lengths of all fields in it.
    pub(super) const fn keeps_to_bounds(&self, ty: &'static Type) -> bool {
        match self {
            Self::Some(content) => content.get().keeps_to_bounds(content_type(ty)),
            Self::List(items) => {
                let items = items.get();
                let mut i = 0;
                while i < items.len() {
                    if !items[i].keeps_to_bounds(part_type(ty, i)) {
                        return false;
                    }
                    i += 1;
                }
                true
            }
            Self::Struct(members) => match ty.as_struct() {
                Some(ty) => all_keep(members.get(), ty.fields(), Some(ty)),
                None => true,
            },
            Self::Variant { name, fields } => match ty.as_enum() {
                Some(ty) => match variant_named(ty, name.get()) {
                    Some(variant) => all_keep(fields.get(), variant.fields(), None),
                    None => false,
                },
                None => true,
            },
            Self::Null | Self::Bool(_) | Self::Integer { .. } => true,
            Self::Float { .. } | Self::Text(_) => true,
        }
    }

    /// Whether all numbers of it are in a range.
    const fn is_in(&self, range: RangeLimits) -> bool {
        match self {
            Self::Integer {
                negative,
                magnitude,
            } => range.has_integer(*negative, *magnitude),
            Self::Float { bits, .. } => is_float_in(f64::from_bits(*bits), range),
            Self::Some(content) => content.get().is_in(range),
            Self::List(items) => {
                let items = items.get();
                let mut i = 0;
                while i < items.len() {
                    if !items[i].is_in(range) {
                        return false;
                    }
                    i += 1;
                }
                true
            }
            // Of a newtype, which has one.
            Self::Struct(members) => match members.get() {
                [only] => only.value().is_in(range),
                _ => true,
            },
            _ => true,
        }
    }

    /// Whether it has at most so many elements, or bytes of a text; of an array, each part.
    const fn is_at_most(&self, max_len: u64, ty: &'static Type) -> bool {
        match self {
            Self::List(items) => match ty.as_array() {
                Some((element, _)) => {
                    let (items, element) = (items.get(), constant(element));
                    let mut i = 0;
                    while i < items.len() {
                        if !items[i].is_at_most(max_len, element) {
                            return false;
                        }
                        i += 1;
                    }
                    true
                }
                None => items.get().len() as u64 <= max_len,
            },
            Self::Text(text) => len_unescaped(text.escaped()) as u64 <= max_len,
            Self::Some(content) => content.get().is_at_most(max_len, content_type(ty)),
            _ => true,
        }
    }
}

const fn all_keep(
    members: &[Member],
    fields: &'static [Field],
    with_subsections: Option<&'static StructType>,
) -> bool {
    let mut i = 0;
    while i < members.len() {
        let (name, value) = (members[i].name(), members[i].value());
        let field = match with_subsections {
            Some(ty) if i >= fields.len() => match subsection_named(ty, name) {
                Some(subsection) => subsection.field(),
                None => return false,
            },
            _ => &fields[i],
        };
        let in_range = match field.range() {
            Some(range) => value.is_in(range),
            None => true,
        };
        let is_short = match field.max_len() {
            Some(max_len) => value.is_at_most(max_len, constant(field.ty())),
            None => true,
        };
        if !in_range || !is_short || !value.keeps_to_bounds(constant(field.ty())) {
            return false;
        }
        i += 1;
    }
    true
}

const fn is_float_in(value: f64, range: RangeLimits) -> bool {
    let above = match range.min {
        Some(Limit::Float(min)) => value >= min,
        _ => true,
    };
    let below = match range.max {
        Some(Limit::Float(max)) => value <= max,
        _ => true,
    };
    above && below
}

/// Each character that is escaped has one byte.
const fn len_unescaped(escaped: &str) -> usize {
    let escaped = escaped.as_bytes();
    let (mut len, mut i) = (0, 0);
    while i < escaped.len() {
        i += match escaped[i] {
            b'\\' if escaped[i + 1] == b'u' => 6,
            b'\\' => 2,
            _ => 1,
        };
        len += 1;
    }
    len
}
