//! The types that a schema describes.

use alloc::vec::Vec;

use super::escaped::Escaped;
use super::field::Field;
use super::index::{Index, SubsectionIndex};
use super::node::{Node, TypeRef, replace};
use super::older::{OlderType, Versions};
use super::reserved::Reserved;
use super::subsection::Subsection;
use super::summary::{self, Summary};
use super::texts::{Texts, has_texts};
use super::variant::Variant;

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
            Self::Integer(integer) => summary::integer(*integer),
            Self::Float(float) => summary::float(*float),
            Self::Option(inner) => summary::option(inner.summary()),
            Self::Array { element, len } => summary::array(element.summary(), *len),
            Self::List(element) => summary::list(element.summary()),
            Self::Set(element) => summary::set(element.summary()),
            Self::Map { key, value } => summary::map(key.summary(), value.summary()),
            Self::Tuple(parts) => summary::tuple(parts.get()),
            Self::Struct(ty) => ty.summary,
            Self::Enum(ty) => ty.summary,
        }
    }

    /// Whether it is a bool, char or number.
    pub(crate) const fn is_scalar(&self) -> bool {
        matches!(
            self,
            Self::Bool | Self::Char | Self::Integer(_) | Self::Float(_)
        )
    }

    /// Whether values are strings of bytes, shown as such.
    pub fn is_byte(&self) -> bool {
        matches!(
            self,
            Self::Integer(Integer {
                signed: false,
                bits: 8,
                ..
            })
        )
    }
}

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

/// Fields and subsections under a name.
#[derive(Debug, PartialEq)]
pub struct StructType {
    name: Node<str>,
    texts: Texts,
    fields: Node<[Field]>,
    subsections: Node<[Subsection]>,
    index: SubsectionIndex,
    reserved: Reserved,
    versions: Versions,
    summary: Summary,
}

has_texts!(StructType);

impl StructType {
    /// A struct of a derived schema. Subsections ascend by tag.
    pub const fn constant(
        name: &'static str,
        fields: &'static [Field],
        subsections: &'static [Subsection],
    ) -> Self {
        Self {
            name: Node::constant(name),
            texts: Texts::NONE,
            fields: Node::constant(fields),
            subsections: Node::constant(subsections),
            index: SubsectionIndex::NONE,
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary: summary::structure(fields, subsections),
        }
    }

    pub(super) fn parsed(
        name: Node<str>,
        texts: Texts,
        fields: Node<[Field]>,
        subsections: Node<[Subsection]>,
    ) -> Self {
        let summary = summary::structure(&fields, &subsections);
        let index = SubsectionIndex::of(&subsections);
        Self {
            name,
            texts,
            fields,
            subsections,
            index,
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary,
        }
    }

    /// Adds what is not to be used again.
    #[doc(hidden)]
    pub const fn reserving(mut self, reserved: Reserved) -> Self {
        replace(&mut self.reserved, reserved);
        self
    }

    /// A struct of nothing but subsections.
    pub(super) fn of_subsections(name: Node<str>, subsections: Vec<Subsection>) -> Self {
        Self::parsed(name, Texts::NONE, Vec::new().into(), subsections.into())
    }

    /// Adds the version, and what the type was in older ones, which ascend.
    #[doc(hidden)]
    pub const fn versioned(mut self, version: u32, older: &'static [OlderType]) -> Self {
        self.summary = self.summary.versioned(version, older);
        replace(
            &mut self.versions,
            Versions::new(version, Node::constant(older)),
        );
        self
    }

    pub(super) fn with_versions(mut self, versions: Versions) -> Self {
        self.summary = self.summary.versioned(versions.version(), versions.older());
        self.versions = versions;
        self
    }

    /// The name in the schema; it plays no part in resolution.
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    /// Names and tags that are not to be used again.
    pub const fn reserved(&self) -> &Reserved {
        &self.reserved
    }

    /// Its version as a part, and the older ones that are read.
    pub const fn versions(&self) -> &Versions {
        &self.versions
    }

    /// The fields that are always there, in the order of their bytes.
    pub const fn fields(&self) -> &[Field] {
        self.fields.get()
    }

    /// The optional groups behind the fields, ascending by tag.
    pub const fn subsections(&self) -> &[Subsection] {
        self.subsections.get()
    }

    /// The subsection of a name.
    pub fn subsection_named(&self, name: &str) -> Option<&Subsection> {
        self.index.with_name(self.subsections(), name)
    }
}

/// Variants under a name.
#[derive(Debug, PartialEq)]
pub struct EnumType {
    name: Node<str>,
    texts: Texts,
    variants: Node<[Variant]>,
    index: Index,
    reserved: Reserved,
    versions: Versions,
    summary: Summary,
}

has_texts!(EnumType);

impl EnumType {
    /// An enum of a derived schema. If it has more than eight variants, their
    /// positions are given in the order of their tags and of their names.
    #[doc(hidden)]
    pub const fn constant(
        name: &'static str,
        variants: &'static [Variant],
        by_tag: &'static [u32],
        by_name: &'static [u32],
    ) -> Self {
        Self {
            name: Node::constant(name),
            texts: Texts::NONE,
            variants: Node::constant(variants),
            index: Index::constant(variants, by_tag, by_name),
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary: summary::enumeration(variants),
        }
    }

    pub(super) fn parsed(name: Node<str>, texts: Texts, variants: Node<[Variant]>) -> Self {
        let summary = summary::enumeration(&variants);
        let index = Index::of(&variants);
        Self {
            name,
            texts,
            variants,
            index,
            reserved: Reserved::NOTHING,
            versions: Versions::FIRST,
            summary,
        }
    }

    /// Adds what is not to be used again.
    #[doc(hidden)]
    pub const fn reserving(mut self, reserved: Reserved) -> Self {
        replace(&mut self.reserved, reserved);
        self
    }

    /// Adds the version, and what the type was in older ones, which ascend.
    #[doc(hidden)]
    pub const fn versioned(mut self, version: u32, older: &'static [OlderType]) -> Self {
        self.summary = self.summary.versioned(version, older);
        replace(
            &mut self.versions,
            Versions::new(version, Node::constant(older)),
        );
        self
    }

    pub(super) fn with_versions(mut self, versions: Versions) -> Self {
        self.summary = self.summary.versioned(versions.version(), versions.older());
        self.versions = versions;
        self
    }

    /// The name in the schema; it plays no part in resolution.
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    /// Names and tags that are not to be used again.
    pub const fn reserved(&self) -> &Reserved {
        &self.reserved
    }

    /// Its version as a part, and the older ones that are read.
    pub const fn versions(&self) -> &Versions {
        &self.versions
    }

    /// The variants, in the order of their declaration.
    pub const fn variants(&self) -> &[Variant] {
        self.variants.get()
    }

    /// The variant that a tag stands for.
    pub fn variant(&self, tag: u32) -> Option<&Variant> {
        self.index.with_tag(self.variants(), tag)
    }

    /// The variant for those that this build does not know.
    pub fn other(&self) -> Option<&Variant> {
        self.index.other(self.variants())
    }

    /// The variant of a name.
    pub fn named(&self, name: &str) -> Option<&Variant> {
        self.index.with_name(self.variants(), name)
    }

    /// The variant that a tag stands for in the data: one that the schema lists,
    /// or the `other` one that keeps all other tags.
    pub fn variant_of(&self, tag: u32) -> Option<&Variant> {
        let keeping = || self.other().filter(|other| other.keeps_tag());
        self.variant(tag).or_else(keeping)
    }
}
