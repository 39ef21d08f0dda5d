//! The types that a schema describes.

use super::enumeration::EnumType;
use super::escaped::Escaped;
use super::field::Field;
use super::name::same_text;
use super::node::{Node, TypeRef};
use super::number::{Float, Integer};
use super::structure::StructType;
use super::summary::{self, Summary, numbers};

/// How a value is encoded. The bytes of each kind are in `docs/format.md`,
/// "Payload"; they follow postcard's wire format.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
pub enum Type {
    /// No bytes.
    Unit,
    /// One byte, 0 or 1.
    Bool,
    /// One character, as a string of its UTF-8.
    Char,
    /// UTF-8 behind its length in bytes.
    String,
    /// A whole number.
    Integer(Integer),
    /// IEEE 754, little-endian bits.
    Float(Float),
    /// 0, or 1 and the value.
    Option(TypeRef),
    /// A fixed number of elements.
    Array {
        /// Type of each element.
        element: TypeRef,
        /// Number of elements.
        len: u64,
    },
    /// A count, then the elements. A list of `u8` is a string of bytes.
    List(TypeRef),
    /// A list whose elements ascend and do not repeat.
    Set(TypeRef),
    /// A count, then keys and values, ascending by key.
    Map {
        /// Type of the keys.
        key: TypeRef,
        /// Type of the values.
        value: TypeRef,
    },
    /// The parts back to back.
    Tuple(Node<[TypeRef]>),
    /// Named fields back to back, then the subsections if any are declared.
    Struct(StructType),
    /// A tag, then the fields of that variant.
    Enum(EnumType),
}

impl Type {
    /// Fingerprint and sizes.
    pub const fn summary(&self) -> Summary {
        match self {
            Self::Unit => summary::unit(),
            Self::Bool => summary::bool(),
            Self::Char => summary::char(),
            Self::String => summary::string(),
            Self::Integer(integer) => numbers::integer(*integer),
            Self::Float(float) => numbers::float(*float),
            Self::Option(inner) => summary::option(inner.summary()),
            Self::Array { element, len } => summary::array(element.summary(), *len),
            Self::List(element) => summary::list(element.summary()),
            Self::Set(element) => summary::set(element.summary()),
            Self::Map { key, value } => summary::map(key.summary(), value.summary()),
            Self::Tuple(parts) => summary::tuple(parts.get()),
            Self::Struct(ty) => ty.summary(),
            Self::Enum(ty) => ty.summary(),
        }
    }

    /// What a value directly holds.
    pub const fn components(&self) -> Components<'_> {
        match self {
            Self::Unit | Self::Bool | Self::Char | Self::String => Components::Nothing,
            Self::Integer(_) | Self::Float(_) => Components::Nothing,
            Self::Option(part) | Self::List(part) | Self::Set(part) => Components::One(part),
            Self::Array { element, .. } => Components::One(element),
            Self::Map { key, value } => Components::Entries { key, value },
            Self::Tuple(parts) => Components::Tuple(parts.get()),
            Self::Struct(ty) => Components::Struct(ty),
            Self::Enum(ty) => Components::Enum(ty),
        }
    }

    /// The types of what a value directly holds, fields included; those that it was in
    /// older versions are not among them.
    pub fn component_types(&self) -> impl Iterator<Item = &TypeRef> {
        let (one, other) = match self.components() {
            Components::One(part) => (Some(part), None),
            Components::Entries { key, value } => (Some(key), Some(value)),
            Components::Nothing
            | Components::Tuple(_)
            | Components::Struct(_)
            | Components::Enum(_) => (None, None),
        };
        let parts = self.as_tuple().unwrap_or_default();
        let (fields, subsections) = match self.as_struct() {
            Some(ty) => (ty.fields(), ty.subsections()),
            None => (&[][..], &[][..]),
        };
        let variants = self.as_enum().map_or(&[][..], EnumType::variants);
        let variants = variants.iter().flat_map(|variant| variant.fields());
        let subsections = subsections.iter().map(|subsection| subsection.field());
        let fields = fields.iter().chain(subsections).chain(variants);
        one.into_iter()
            .chain(other)
            .chain(parts)
            .chain(fields.map(|field| field.ty()))
    }

    /// The type of each element of an array, list or set.
    pub const fn element(&self) -> Option<&TypeRef> {
        match self {
            Self::Array { element, .. } | Self::List(element) | Self::Set(element) => Some(element),
            Self::Unit | Self::Bool | Self::Char | Self::String => None,
            Self::Integer(_) | Self::Float(_) | Self::Option(_) => None,
            Self::Map { .. } | Self::Tuple(_) | Self::Struct(_) | Self::Enum(_) => None,
        }
    }

    /// The type of what has a position in an array, list, set or tuple.
    pub const fn part(&self, index: usize) -> Option<&TypeRef> {
        match self.as_tuple() {
            Some(parts) if index < parts.len() => Some(&parts[index]),
            Some(_) => None,
            None => self.element(),
        }
    }

    /// Whether values have a length, which a field's `max_len` bounds: those of an option
    /// have that of its content, and of an array each element has one.
    pub fn has_len(&self) -> bool {
        match self {
            Self::String | Self::List(_) | Self::Set(_) | Self::Map { .. } => true,
            Self::Option(part) | Self::Array { element: part, .. } => part.has_len(),
            Self::Unit | Self::Bool | Self::Char | Self::Integer(_) | Self::Float(_) => false,
            Self::Tuple(_) | Self::Struct(_) | Self::Enum(_) => false,
        }
    }

    /// Whether a value may be `null` in JSON, so that an option of it wraps what it holds.
    pub const fn can_be_null(&self) -> bool {
        match self {
            Self::Unit | Self::Option(_) => true,
            Self::Bool | Self::Char | Self::String | Self::Integer(_) | Self::Float(_) => false,
            Self::Array { .. } | Self::List(_) | Self::Set(_) | Self::Map { .. } => false,
            Self::Tuple(_) | Self::Struct(_) | Self::Enum(_) => false,
        }
    }

    /// The part whose numbers a field's `range` bounds, if they are not its own: the content
    /// of a newtype, too.
    pub(crate) const fn ranged_part(&self) -> Option<&TypeRef> {
        match self {
            Self::Option(part) | Self::List(part) | Self::Set(part) => Some(part),
            Self::Array { element: part, .. } => Some(part),
            Self::Unit | Self::Bool | Self::Char | Self::String => None,
            Self::Integer(_) | Self::Float(_) | Self::Map { .. } => None,
            Self::Struct(_) => match self.as_plain_newtype() {
                Some(field) => Some(field.ty()),
                None => None,
            },
            Self::Tuple(_) | Self::Enum(_) => None,
        }
    }

    /// Whether values are bytes, hexadecimal digits in JSON.
    pub(crate) fn has_bytes(&self) -> bool {
        match self {
            Self::List(element) | Self::Array { element, .. } => element.is_byte(),
            Self::Unit | Self::Bool | Self::Char | Self::String => false,
            Self::Integer(_) | Self::Float(_) | Self::Option(_) => false,
            Self::Set(_) | Self::Map { .. } => false,
            Self::Tuple(_) | Self::Struct(_) | Self::Enum(_) => false,
        }
    }

    /// What a struct or enum is called.
    pub(crate) const fn name(&self) -> Option<&str> {
        match self.components() {
            Components::Struct(ty) => Some(ty.name()),
            Components::Enum(ty) => Some(ty.name()),
            Components::Nothing | Components::One(_) => None,
            Components::Entries { .. } | Components::Tuple(_) => None,
        }
    }

    /// Where in the source a struct or enum is declared, if the schema says it.
    pub(crate) const fn location(&self) -> Option<&Escaped> {
        match self.components() {
            Components::Struct(ty) => ty.location(),
            Components::Enum(ty) => ty.location(),
            Components::Nothing | Components::One(_) => None,
            Components::Entries { .. } | Components::Tuple(_) => None,
        }
    }

    /// Whether it is a bool, char or number.
    pub(crate) const fn is_scalar(&self) -> bool {
        match self {
            Self::Bool | Self::Char | Self::Integer(_) | Self::Float(_) => true,
            Self::Unit | Self::String | Self::Option(_) => false,
            Self::Array { .. } | Self::List(_) | Self::Set(_) | Self::Map { .. } => false,
            Self::Tuple(_) | Self::Struct(_) | Self::Enum(_) => false,
        }
    }

    /// Whether its lists and arrays are strings of bytes, shown as such.
    pub const fn is_byte(&self) -> bool {
        match self.as_integer() {
            Some(integer) => integer.bits() == 8 && !integer.is_signed(),
            None => false,
        }
    }
}

/// What a value directly holds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Components<'a> {
    /// Nothing: it is a number or a text, or has no bytes.
    Nothing,
    /// The content of an option, or the elements of an array, list or set.
    One(&'a TypeRef),
    /// The entries of a map.
    Entries {
        /// Type of the keys.
        key: &'a TypeRef,
        /// Type of the values.
        value: &'a TypeRef,
    },
    /// The parts of a tuple.
    Tuple(&'a [TypeRef]),
    /// The fields and subsections of a struct.
    Struct(&'a StructType),
    /// The fields of a variant.
    Enum(&'a EnumType),
}

/// The questions for a single kind.
impl Type {
    /// The field of a struct that has nothing but one positional field.
    pub(crate) const fn as_newtype(&self) -> Option<&Field> {
        match self.as_struct() {
            Some(ty) => match (ty.fields(), ty.subsections()) {
                ([field], []) if same_text(field.name(), "0") => Some(field),
                _ => None,
            },
            None => None,
        }
    }

    /// The same of one that has no version of its own.
    pub(crate) const fn as_plain_newtype(&self) -> Option<&Field> {
        match self.versions() {
            Some(versions) if versions.version() != 1 || !versions.older().is_empty() => None,
            _ => self.as_newtype(),
        }
    }

    /// Whether it has no bytes.
    pub(crate) const fn is_unit(&self) -> bool {
        matches!(self, Self::Unit)
    }

    /// Whether it is one character.
    pub(crate) const fn is_char(&self) -> bool {
        matches!(self, Self::Char)
    }

    /// Whether it is a text.
    pub(crate) const fn is_string(&self) -> bool {
        matches!(self, Self::String)
    }

    /// Whether it is true or false.
    pub(crate) const fn is_bool(&self) -> bool {
        matches!(self, Self::Bool)
    }

    /// What is known of a whole number.
    pub const fn as_integer(&self) -> Option<Integer> {
        match self {
            Self::Integer(integer) => Some(*integer),
            _ => None,
        }
    }

    /// What is known of a floating-point number.
    pub const fn as_float(&self) -> Option<Float> {
        match self {
            Self::Float(float) => Some(*float),
            _ => None,
        }
    }

    /// The content of an option.
    pub const fn as_option(&self) -> Option<&TypeRef> {
        match self {
            Self::Option(content) => Some(content),
            _ => None,
        }
    }

    /// Element and length of an array.
    pub const fn as_array(&self) -> Option<(&TypeRef, u64)> {
        match self {
            Self::Array { element, len } => Some((element, *len)),
            _ => None,
        }
    }

    /// The element of a list.
    pub const fn as_list(&self) -> Option<&TypeRef> {
        match self {
            Self::List(element) => Some(element),
            _ => None,
        }
    }

    /// The element of a set.
    pub const fn as_set(&self) -> Option<&TypeRef> {
        match self {
            Self::Set(element) => Some(element),
            _ => None,
        }
    }

    /// Key and value of a map.
    pub const fn as_map(&self) -> Option<(&TypeRef, &TypeRef)> {
        match self {
            Self::Map { key, value } => Some((key, value)),
            _ => None,
        }
    }

    /// The parts of a tuple.
    pub const fn as_tuple(&self) -> Option<&[TypeRef]> {
        match self {
            Self::Tuple(parts) => Some(parts.get()),
            _ => None,
        }
    }

    /// The fields and subsections of a struct.
    pub const fn as_struct(&self) -> Option<&StructType> {
        match self {
            Self::Struct(ty) => Some(ty),
            _ => None,
        }
    }

    /// The variants of an enum.
    pub const fn as_enum(&self) -> Option<&EnumType> {
        match self {
            Self::Enum(ty) => Some(ty),
            _ => None,
        }
    }
}
