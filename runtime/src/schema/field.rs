//! Fields: the named parts of structs and variants.

use alloc::vec::Vec;

use super::configuration::Configuration;
use super::constraint::{DefaultValue, MapLimits, RangeLimits, hash_default, hash_ranges};
use super::escaped::Escaped;
use super::flags::{Flag, Flags};
use super::literal::Literal;
use super::node::{Node, TypeRef, constant, replace};
use super::summary;
use super::texts::{Texts, has_texts};
use super::ty::Type;
use crate::base::fault::Fault;
use crate::base::fnv::Fnv128;

/// Encodes a default or fill value, in the program whose schema it is.
#[doc(hidden)]
pub type EncodeFn = fn() -> Result<Vec<u8>, Fault>;

/// A function of the program. It is no part of the description, so all are
/// equal.
#[derive(Clone, Copy, Debug, Default)]
struct Program(Option<EncodeFn>);

impl PartialEq for Program {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// The name of an item in Rust, if that is another one than in the schema. It is no part
/// of the description, so all are equal.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct InRust(pub(super) Option<&'static str>);

impl PartialEq for InRust {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A named part of a struct or variant.
#[derive(Debug, PartialEq)]
pub struct Field {
    name: Node<str>,
    ty: TypeRef,
    aliases: Node<[Node<str>]>,
    default: Option<DefaultValue>,
    fill: Option<DefaultValue>,
    texts: Texts,
    unit: Option<Escaped>,
    flags: Flags,
    range: Option<RangeLimits>,
    map_limits: Option<MapLimits>,
    max_len: Option<u64>,
    configuration: Option<Configuration>,
    ignorable: bool,
    sensitive: bool,
    encode_default: Program,
    encode_fill: Program,
    in_rust: InRust,
}

has_texts!(Field);

impl Field {
    /// A field of a derived schema.
    pub const fn constant(name: &'static str, ty: &'static Type) -> Self {
        Self::new(Node::constant(name), TypeRef::constant(ty))
    }

    /// The same, whose bits have names.
    #[doc(hidden)]
    pub const fn described(name: &'static str, ty: &'static Type, flags: &'static [Flag]) -> Self {
        let flags = Flags::new(Node::constant(flags));
        Self::of(Node::constant(name), TypeRef::constant(ty), flags)
    }

    pub(super) const fn new(name: Node<str>, ty: TypeRef) -> Self {
        Self::of(name, ty, Flags::NONE)
    }

    const fn of(name: Node<str>, ty: TypeRef, flags: Flags) -> Self {
        Self {
            name,
            ty,
            aliases: Node::constant(&[]),
            default: None,
            fill: None,
            texts: Texts::NONE,
            unit: None,
            flags,
            range: None,
            map_limits: None,
            max_len: None,
            configuration: None,
            ignorable: false,
            sensitive: false,
            encode_default: Program(None),
            encode_fill: Program(None),
            in_rust: InRust(None),
        }
    }

    /// The same field once more, in derived code.
    pub(super) const fn copied(&'static self) -> Self {
        Self {
            name: self.name.copied(),
            ty: TypeRef::constant(constant(&self.ty)),
            aliases: self.aliases.copied(),
            default: copied_default(&self.default),
            fill: copied_default(&self.fill),
            texts: self.texts.copied(),
            unit: copied_text(&self.unit),
            flags: self.flags.copied(),
            range: self.range,
            map_limits: self.map_limits,
            max_len: self.max_len,
            configuration: self.configuration,
            ignorable: self.ignorable,
            sensitive: self.sensitive,
            encode_default: self.encode_default,
            encode_fill: self.encode_fill,
            in_rust: self.in_rust,
        }
    }

    /// Names under which older builds wrote the field.
    pub const fn aliases(&self) -> &[Node<str>] {
        self.aliases.get()
    }

    /// The name that resolution matches.
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    pub(super) const fn name_of_program(&'static self) -> &'static str {
        self.name.get()
    }

    /// The name that it has in the program.
    pub(super) const fn name_in_rust(&self) -> &str {
        match self.in_rust.0 {
            Some(name) => name,
            None => self.name(),
        }
    }

    /// The type of its value.
    pub const fn ty(&self) -> &TypeRef {
        &self.ty
    }

    /// Its value where the writer has none.
    pub const fn default_value(&self) -> Option<&DefaultValue> {
        self.default.as_ref()
    }

    /// Whether the absence of a subsection is a value of this field of it: `None`. Its
    /// type is that of the content.
    pub(crate) const fn absent_is_none(&self) -> bool {
        match &self.default {
            Some(DefaultValue::Literal(value)) => matches!(value.get(), Literal::Null),
            _ => false,
        }
    }

    /// What elements that the writer does not have are filled with.
    pub const fn fill(&self) -> Option<&DefaultValue> {
        self.fill.as_ref()
    }

    /// Unit of its numbers, such as `ns`.
    pub const fn unit(&self) -> Option<&Escaped> {
        self.unit.as_ref()
    }

    /// The names of the bits of its number, or of each of its numbers: those in options,
    /// arrays, lists and sets, and the values of maps.
    pub const fn flags(&self) -> &Flags {
        &self.flags
    }

    /// The values that it may take.
    pub const fn range(&self) -> Option<RangeLimits> {
        self.range
    }

    /// The values that the keys and values of its map may take.
    pub const fn map_limits(&self) -> Option<MapLimits> {
        self.map_limits
    }

    /// The most elements of its list, or bytes of its string.
    pub const fn max_len(&self) -> Option<u64> {
        self.max_len
    }

    /// How its value has to suit the live device, if it is configuration.
    pub const fn configuration(&self) -> Option<Configuration> {
        self.configuration
    }

    /// Configuration: the stream's value must equal the live one.
    pub const fn must_match(&self) -> bool {
        matches!(self.configuration, Some(Configuration::MustMatch))
    }

    /// A reader that does not know it may drop it.
    pub const fn ignorable(&self) -> bool {
        self.ignorable
    }

    /// Tools do not show its value.
    pub const fn sensitive(&self) -> bool {
        self.sensitive
    }

    /// What is to be said of its value, besides its encoding, as a hash; 0 if nothing.
    pub(super) const fn shown(&self) -> u32 {
        match self.sensitive {
            true => self.flags.hash().wrapping_add(1),
            false => self.flags.hash(),
        }
    }

    /// What encodes the default, in a derived schema.
    pub(crate) const fn encode_default(&self) -> Option<EncodeFn> {
        self.encode_default.0
    }

    /// What encodes the fill value, in a derived schema.
    pub(crate) const fn encode_fill(&self) -> Option<EncodeFn> {
        self.encode_fill.0
    }

    /// The most bytes of its value, with `max_len` taken into account.
    pub(super) const fn max_encoded_len(&self) -> Option<u64> {
        let ty = self.ty.summary();
        match (self.max_len, ty.counted) {
            (Some(count), Some(element)) => summary::max_list_len(element.max_len, count),
            _ => ty.max_len,
        }
    }

    /// Adds to a hash what matters to resolution besides the type.
    pub(super) const fn hash(&self, hash: Fnv128) -> Fnv128 {
        let mut hash = hash.write_text(self.name.get());
        hash = hash_names(hash, self.aliases.get());
        hash = hash_default(hash, self.default.as_ref());
        hash = hash_default(hash, self.fill.as_ref());
        hash = hash_ranges(hash, self.range, self.map_limits);
        hash = match self.max_len {
            Some(len) => hash.write_u8(1).write_u64(len),
            None => hash.write_u8(0),
        };
        let configuration = match self.configuration {
            None => 0,
            Some(Configuration::MustMatch) => 1,
            Some(Configuration::SubsetOf) => 2,
            Some(Configuration::AtMost) => 3,
            Some(Configuration::AtLeast) => 4,
        };
        hash.write_u8(configuration).write_u8(self.ignorable as u8)
    }
}

const fn copied_default(default: &'static Option<DefaultValue>) -> Option<DefaultValue> {
    match default {
        Some(default) => Some(default.copied()),
        None => None,
    }
}

const fn copied_text(text: &'static Option<Escaped>) -> Option<Escaped> {
    match text {
        Some(text) => Some(text.copied()),
        None => None,
    }
}

/// Builders for derived code and the parser.
#[doc(hidden)]
impl Field {
    pub const fn with_aliases(mut self, aliases: Node<[Node<str>]>) -> Self {
        replace(&mut self.aliases, aliases);
        self
    }

    pub const fn in_rust(mut self, name: &'static str) -> Self {
        self.in_rust = InRust(Some(name));
        self
    }

    pub const fn with_default(mut self, default: DefaultValue) -> Self {
        replace(&mut self.default, Some(default));
        self
    }

    /// That of a parsed schema was looked at.
    #[track_caller]
    pub const fn with_fill(mut self, fill: DefaultValue) -> Self {
        assert!(
            !self.ty.summary().has_older(),
            "`fill` is compared with elements that are cut off, and those of `older` versions have \
             another form: give the version to the struct that holds the array"
        );
        replace(&mut self.fill, Some(fill));
        self
    }

    pub const fn with_encode_default(mut self, encode: EncodeFn) -> Self {
        self.encode_default = Program(Some(encode));
        self
    }

    pub const fn with_encode_fill(mut self, encode: EncodeFn) -> Self {
        self.encode_fill = Program(Some(encode));
        self
    }

    pub(super) const fn with_texts(mut self, texts: Texts) -> Self {
        replace(&mut self.texts, texts);
        self
    }

    pub const fn unit_escaped(self, unit: &'static str) -> Self {
        self.with_unit(Escaped::constant(unit))
    }

    pub(super) const fn with_unit(mut self, unit: Escaped) -> Self {
        replace(&mut self.unit, Some(unit));
        self
    }

    pub const fn with_flags(self, flags: &'static [Flag]) -> Self {
        self.naming(Flags::new(Node::constant(flags)))
    }

    pub(super) const fn naming(mut self, flags: Flags) -> Self {
        replace(&mut self.flags, flags);
        self
    }

    pub const fn with_range(mut self, range: RangeLimits) -> Self {
        self.range = Some(range);
        self
    }

    pub const fn with_map_limits(mut self, limits: MapLimits) -> Self {
        self.map_limits = Some(limits);
        self
    }

    pub const fn with_max_len(mut self, max_len: u64) -> Self {
        self.max_len = Some(max_len);
        self
    }

    #[track_caller]
    pub const fn set_must_match(self) -> Self {
        assert!(
            !self.ty.summary().has_older(),
            "`must_match` compares bytes, and those of `older` versions have another form: put \
             `must_match` on the fields within"
        );
        self.with_configuration(Configuration::MustMatch)
    }

    pub const fn with_configuration(mut self, configuration: Configuration) -> Self {
        self.configuration = Some(configuration);
        self
    }

    pub const fn set_ignorable(mut self) -> Self {
        self.ignorable = true;
        self
    }

    pub const fn set_sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }
}

pub(super) const fn hash_names(hash: Fnv128, names: &[Node<str>]) -> Fnv128 {
    let mut hash = hash.write_u32(names.len() as u32);
    let mut i = 0;
    while i < names.len() {
        hash = hash.write_text(names[i].get());
        i += 1;
    }
    hash
}
