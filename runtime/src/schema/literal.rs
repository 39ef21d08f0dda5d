//! Values that a schema states: what a person can spell in place.

use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;
use core::ops::Deref as _;

use serde_json::Value as Json;

use super::enumeration::EnumType;
use super::escaped::Escaped;
use super::field::Field;
use super::name::same_text;
use super::node::{Node, TypeRef, constant};
use super::number::{Float, Integer};
use super::structure::StructType;
use super::subsection::Subsection;
use super::ty::Type;
use super::variant::Variant;
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
    /// The fields of a struct, and its subsections that are present.
    Struct(Node<[Member]>),
    /// A variant that has fields.
    Variant {
        /// Its name.
        name: Node<str>,
        /// Its fields.
        fields: Node<[Member]>,
    },
}

/// A field of a struct or variant, or a subsection, in the order of the schema.
#[derive(Debug, PartialEq)]
pub struct Member {
    pub(super) name: Node<str>,
    pub(super) value: Literal,
}

impl Member {
    /// Where there is none.
    pub(super) const NONE: Self = Self {
        name: Node::constant(""),
        value: Literal::Null,
    };

    /// A field of a derived schema.
    pub(super) const fn new(field: &'static Field, value: Literal) -> Self {
        let name = Node::constant(field.name_of_program());
        Self { name, value }
    }

    /// The name in the schema.
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    /// The value of it.
    pub const fn value(&self) -> &Literal {
        &self.value
    }
}

impl Literal {
    /// A text that is escaped as in a JSON string.
    #[doc(hidden)]
    pub const fn text_escaped(escaped: &'static str) -> Self {
        Self::Text(Escaped::constant(escaped))
    }

    /// A value that is none of the type.
    pub(super) const fn no_value_of(ty: &Type) -> Self {
        match Self::Bool(true).fits(ty) {
            true => Self::List(Node::constant(&[])),
            false => Self::Bool(true),
        }
    }

    /// The same literal of a derived schema.
    pub(crate) const fn copied(&'static self) -> Self {
        match self {
            Self::Null => Self::Null,
            Self::Bool(value) => Self::Bool(*value),
            Self::Integer {
                negative,
                magnitude,
            } => Self::integer(*negative, *magnitude),
            Self::Float { bits, digits } => Self::Float {
                bits: *bits,
                digits: Node::constant(digits.get()),
            },
            Self::Text(text) => Self::Text(text.copied()),
            Self::Some(content) => Self::Some(Node::constant(content.get())),
            Self::List(items) => Self::List(Node::constant(items.get())),
            Self::Struct(members) => Self::Struct(Node::constant(members.get())),
            Self::Variant { name, fields } => Self::Variant {
                name: Node::constant(name.get()),
                fields: Node::constant(fields.get()),
            },
        }
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
            Self::List(items) => total(items.iter(), most)?,
            Self::Struct(fields) | Self::Variant { fields, .. } => {
                total(fields.iter().map(Member::value), most)?
            }
        };
        (size <= most).then_some(size)
    }

    /// The value as JSON that says what it is of: whole numbers are strings of
    /// their digits, and what is in an option that could be `null` is wrapped.
    pub(crate) fn to_json(&self, ty: &Type) -> Json {
        match self {
            Self::Null => Json::Null,
            Self::Bool(value) => Json::Bool(*value),
            Self::Integer { magnitude, .. } => match ty.as_integer() {
                Some(_) => Json::String(self.to_string()),
                None => (*magnitude as f64).into(),
            },
            Self::Float { bits, .. } => match ty.as_float() {
                Some(Float::F32) => f64::from(f64::from_bits(*bits) as f32).into(),
                Some(Float::F64) | None => f64::from_bits(*bits).into(),
            },
            Self::Text(text) => Json::String(text.text().into_owned()),
            Self::Some(content) => match ty.as_option() {
                Some(inner) if inner.can_be_null() => only("some", content.to_json(inner)),
                Some(inner) => content.to_json(inner),
                None => content.to_json(ty),
            },
            Self::List(items) => {
                let part = |i| ty.part(i).map_or(ty, |part| part);
                let part = |(i, item): (usize, &Self)| item.to_json(part(i));
                let parts: Vec<_> = items.iter().enumerate().map(part).collect();
                Json::Array(parts)
            }
            Self::Struct(members) => match ty.as_struct() {
                Some(ty) => object(members, ty.fields(), Some(ty)),
                None => Json::Null,
            },
            Self::Variant { name, fields } => match ty.as_enum() {
                Some(ty) => {
                    let of_variant = ty.named(name).map_or(&[][..], Variant::fields);
                    only(name, object(fields, of_variant, None))
                }
                None => Json::Null,
            },
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
            Self::Struct(members) => hash_members(members.get(), hash.write_u8(9)),
            Self::Variant { name, fields } => {
                hash_members(fields.get(), hash.write_u8(10).write_text(name.get()))
            }
        }
    }
}

const fn hash_members(members: &[Member], hash: Fnv128) -> Fnv128 {
    let mut hash = hash.write_u32(members.len() as u32);
    let mut i = 0;
    while i < members.len() {
        let Member { name, value } = &members[i];
        hash = value.hash(hash.write_text(name.get()));
        i += 1;
    }
    hash
}

/// The sum of sizes, unless it is more than `most`.
fn total<'l>(mut parts: impl Iterator<Item = &'l Literal>, most: usize) -> Option<usize> {
    parts.try_fold(1, |sum, part| {
        Some(sum + part.size(most.checked_sub(sum)?)?)
    })
}

fn only(name: &str, value: Json) -> Json {
    Json::Object([(name.to_string(), value)].into_iter().collect())
}

/// The types of members are those of `fields`, and then of the subsections that they name.
fn object(members: &[Member], fields: &[Field], subsections: Option<&StructType>) -> Json {
    let ty_of = |i: usize, name: &str| {
        let subsection = || Some(subsections?.subsection_named(name)?.field());
        fields.get(i).or_else(subsection).map(Field::ty)
    };
    let member = |(i, Member { name, value }): (usize, &Member)| {
        let json = ty_of(i, name).map(|ty| value.to_json(ty));
        (name.to_string(), json.unwrap_or_default())
    };
    Json::Object(members.iter().enumerate().map(member).collect())
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
            Self::Struct(members) => fmt_members(members, f),
            Self::Variant { name, fields } => {
                write!(f, "{{\"{}\":", name.get())?;
                fmt_members(fields, f)?;
                f.write_str("}")
            }
        }
    }
}

fn fmt_members(members: &[Member], f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("{")?;
    for (i, Member { name, value }) in members.iter().enumerate() {
        let comma = if i > 0 { "," } else { "" };
        write!(f, "{comma}\"{}\":{value}", name.get())?;
    }
    f.write_str("}")
}

/// Whether a literal spells a value of a type, as far as numbers and shapes tell:
/// which texts are characters is asked where they are read. It is asked of derived
/// code, in `const` code that cannot look into a type that was parsed, nor anything up
/// by its name but one by one; and of parsed schemas.
macro_rules! fits {
    (
        [$($const:tt)?] $name:ident, $all:ident, $members:ident, $part:path, $variant:path,
        $subsection:path
    ) => {
        impl Literal {
            pub(crate) $($const)? fn $name(&self, ty: &Type) -> bool {
                match ty {
                    Type::Unit => matches!(self, Self::Null),
                    Type::Bool => matches!(self, Self::Bool(_)),
                    Type::Char | Type::String => matches!(self, Self::Text(_)),
                    Type::Integer(integer) => match self {
                        Self::Integer {
                            negative,
                            magnitude,
                        } => is_within(*negative, *magnitude, *integer),
                        _ => false,
                    },
                    Type::Float(float) => match self {
                        Self::Float { bits, .. } => is_finite(*bits, *float),
                        _ => false,
                    },
                    Type::Option(inner) => match self {
                        Self::Null => true,
                        Self::Some(content) => content.get().$name($part(inner)),
                        _ => false,
                    },
                    Type::Set(_) | Type::Map { .. } => match self {
                        Self::List(items) => items.get().is_empty(),
                        _ => false,
                    },
                    Type::List(element) => match self {
                        Self::List(items) => $all(items.get(), $part(element)),
                        _ => false,
                    },
                    Type::Array { element, len } => match self {
                        Self::List(items) => {
                            items.get().len() as u64 == *len && $all(items.get(), $part(element))
                        }
                        _ => false,
                    },
                    Type::Tuple(parts) => match self {
                        Self::List(items) => {
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
                    },
                    Type::Struct(ty) => match self {
                        Self::Struct(members) => $members(members.get(), ty.fields(), Some(ty)),
                        _ => false,
                    },
                    Type::Enum(ty) => match self {
                        Self::Text(name) => match $variant(ty, name.escaped()) {
                            Some(variant) => variant.fields().is_empty(),
                            None => false,
                        },
                        Self::Variant { name, fields } => match $variant(ty, name.get()) {
                            Some(variant) => {
                                !variant.fields().is_empty()
                                    && $members(fields.get(), variant.fields(), None)
                            }
                            None => false,
                        },
                        _ => false,
                    },
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

        /// All fields in their order, and then subsections, ascending by tag.
        $($const)? fn $members(
            members: &[Member],
            fields: &[Field],
            with_subsections: Option<&StructType>,
        ) -> bool {
            if members.len() < fields.len() {
                return false;
            }
            let mut last_tag = 0;
            let mut i = 0;
            while i < members.len() {
                let Member { name, value } = &members[i];
                let field = if i < fields.len() {
                    &fields[i]
                } else {
                    let subsection = match with_subsections {
                        Some(ty) => $subsection(ty, name.get()),
                        None => None,
                    };
                    match subsection {
                        Some(subsection) if subsection.tag() > last_tag => {
                            last_tag = subsection.tag();
                            subsection.field()
                        }
                        _ => return false,
                    }
                };
                if !same_text(field.name(), name.get()) || !value.$name($part(field.ty())) {
                    return false;
                }
                i += 1;
            }
            true
        }
    };
}

fits!([const] fits, all_fit, members_fit, constant, variant_named, subsection_named);
fits!(
    [] fits_parsed, all_fit_parsed, members_fit_parsed, TypeRef::deref, EnumType::named,
    StructType::subsection_named
);

/// As [`EnumType::named`], in `const` code.
pub(super) const fn variant_named<'t>(ty: &'t EnumType, name: &str) -> Option<&'t Variant> {
    let variants = ty.variants();
    let mut i = 0;
    while i < variants.len() {
        if same_text(variants[i].name(), name) {
            return Some(&variants[i]);
        }
        i += 1;
    }
    None
}

/// As [`StructType::subsection_named`], in `const` code.
pub(super) const fn subsection_named<'t>(ty: &'t StructType, name: &str) -> Option<&'t Subsection> {
    let subsections = ty.subsections();
    let mut i = 0;
    while i < subsections.len() {
        if same_text(subsections[i].field().name(), name) {
            return Some(&subsections[i]);
        }
        i += 1;
    }
    None
}

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
