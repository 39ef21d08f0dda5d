//! Fields, subsections and variants: the parts of structs and enums.

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::mem;

use super::fnv::Fnv128;
use super::node::{Node, TypeRef};
use super::summary;
use super::ty::{Float, Type};
use crate::codec::{Fault, varint};

/// Sets a slot in `const` code, where the old value cannot be dropped. In
/// derived code there is nothing to drop.
pub(super) const fn replace<T>(slot: &mut T, value: T) {
    mem::forget(mem::replace(slot, value));
}

/// Text as it stands between the quotes of a JSON string. Derived schemas hold
/// it that way, so that `const` code can copy it whole.
#[derive(Debug, PartialEq)]
pub struct Escaped(Node<str>);

impl Escaped {
    pub(super) const fn constant(escaped: &'static str) -> Self {
        Self(Node::Static(escaped))
    }

    pub(super) fn from_text(text: &str) -> Self {
        let quoted = serde_json::Value::from(text).to_string();
        let inner = quoted.get(1..quoted.len() - 1).unwrap_or_default();
        Self(Node::from(String::from(inner)))
    }

    /// The escaped form.
    pub const fn escaped(&self) -> &str {
        self.0.get()
    }

    /// The text itself.
    pub fn text(&self) -> Cow<'_, str> {
        if !self.0.contains('\\') {
            return Cow::Borrowed(self.0.get());
        }
        match serde_json::from_str(&format!("\"{}\"", self.escaped())) {
            Ok(text) => Cow::Owned(text),
            Err(_) => Cow::Borrowed(self.0.get()),
        }
    }
}

/// The value of a field that the writer does not have.
#[derive(Debug, PartialEq)]
pub enum DefaultValue {
    /// All numbers 0, booleans false, lists empty, options absent.
    Zero,
    /// A literal, as JSON.
    Literal(Node<str>),
    /// Computed by the reader; the schema does not know it.
    Computed,
}

/// A bound of a range.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Of whole numbers.
    Integer(i128),
    /// Of floating-point numbers.
    Float(f64),
}

/// The values that a number may take, both ends included.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct RangeLimits {
    /// The least allowed value.
    pub min: Option<Limit>,
    /// The greatest allowed value.
    pub max: Option<Limit>,
}

impl RangeLimits {
    /// The range of a derived field. Each end is given both as a whole and as a
    /// floating-point number, since only its type tells which it is.
    #[doc(hidden)]
    pub const fn constant(
        ty: &Type,
        start: Option<(i128, f64)>,
        end: Option<(i128, f64)>,
        inclusive: bool,
    ) -> Self {
        let float = float_of(ty);
        let min = match (start, float) {
            (Some((_, start)), Some(float)) => Some(float_limit(start, float)),
            (Some(start), None) => Some(Limit::Integer(whole(start))),
            (None, _) => None,
        };
        let max = match (end, float) {
            (Some((_, end)), Some(float)) => {
                assert!(
                    inclusive,
                    "a range of floats includes its end: write `a..=b`"
                );
                Some(float_limit(end, float))
            }
            (Some(end), None) if inclusive => Some(Limit::Integer(whole(end))),
            (Some(end), None) => Some(Limit::Integer(whole(end) - 1)),
            (None, _) => None,
        };
        Self { min, max }
    }
}

/// The whole number of a limit. One that does not fit has lost its sign.
const fn whole((number, float): (i128, f64)) -> i128 {
    assert!(
        (number < 0) == (float < 0.0),
        "a range names no numbers above i128::MAX: leave out its end"
    );
    number
}

/// The type of the numbers that a range bounds, if they have a fraction.
const fn float_of(ty: &Type) -> Option<Float> {
    match ty {
        Type::Float(float) => Some(*float),
        Type::Option(part) | Type::List(part) | Type::Array { element: part, .. } => {
            match part.as_static() {
                Some(part) => float_of(part),
                None => None,
            }
        }
        _ => None,
    }
}

/// What generated code compares with: a number of the field's type.
const fn float_limit(limit: f64, float: Float) -> Limit {
    match float {
        Float::F32 => Limit::Float(limit as f32 as f64),
        Float::F64 => Limit::Float(limit),
    }
}

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

/// A named part of a struct or variant.
#[derive(Debug, PartialEq)]
pub struct Field {
    name: Node<str>,
    ty: TypeRef,
    aliases: Node<[Node<str>]>,
    default: Option<DefaultValue>,
    fill: Option<DefaultValue>,
    doc: Option<Escaped>,
    unit: Option<Escaped>,
    range: Option<RangeLimits>,
    max_len: Option<u64>,
    must_match: bool,
    ignorable: bool,
    sensitive: bool,
    encode_default: Program,
    encode_fill: Program,
}

impl Field {
    /// A field of a derived schema.
    pub const fn constant(name: &'static str, ty: &'static Type) -> Self {
        Self::new(Node::Static(name), TypeRef::Static(ty))
    }

    pub(super) const fn new(name: Node<str>, ty: TypeRef) -> Self {
        Self {
            name,
            ty,
            aliases: Node::Static(&[]),
            default: None,
            fill: None,
            doc: None,
            unit: None,
            range: None,
            max_len: None,
            must_match: false,
            ignorable: false,
            sensitive: false,
            encode_default: Program(None),
            encode_fill: Program(None),
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

    /// The type of its value.
    pub const fn ty(&self) -> &TypeRef {
        &self.ty
    }

    /// Its value where the writer has none.
    pub const fn default_value(&self) -> Option<&DefaultValue> {
        self.default.as_ref()
    }

    /// What elements that the writer does not have are filled with.
    pub const fn fill(&self) -> Option<&DefaultValue> {
        self.fill.as_ref()
    }

    /// What the author says of it.
    pub const fn doc(&self) -> Option<&Escaped> {
        self.doc.as_ref()
    }

    /// Unit of its numbers, such as `ns`.
    pub const fn unit(&self) -> Option<&Escaped> {
        self.unit.as_ref()
    }

    /// The values that it may take.
    pub const fn range(&self) -> Option<RangeLimits> {
        self.range
    }

    /// The most elements of its list, or bytes of its string.
    pub const fn max_len(&self) -> Option<u64> {
        self.max_len
    }

    /// Configuration: the stream's value must equal the live one.
    pub const fn must_match(&self) -> bool {
        self.must_match
    }

    /// A reader that does not know it may drop it.
    pub const fn ignorable(&self) -> bool {
        self.ignorable
    }

    /// Tools do not show its value.
    pub const fn sensitive(&self) -> bool {
        self.sensitive
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
        hash = match self.range {
            Some(range) => hash_limit(hash_limit(hash.write_u8(1), range.min), range.max),
            None => hash.write_u8(0),
        };
        hash = match self.max_len {
            Some(len) => hash.write_u8(1).write_u64(len),
            None => hash.write_u8(0),
        };
        hash.write_u8(self.must_match as u8)
            .write_u8(self.ignorable as u8)
    }
}

/// Builders for derived code and the parser.
#[doc(hidden)]
impl Field {
    pub const fn with_aliases(mut self, aliases: Node<[Node<str>]>) -> Self {
        replace(&mut self.aliases, aliases);
        self
    }

    pub const fn with_default(mut self, default: DefaultValue) -> Self {
        replace(&mut self.default, Some(default));
        self
    }

    pub const fn with_fill(mut self, fill: DefaultValue) -> Self {
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

    pub const fn doc_escaped(self, doc: &'static str) -> Self {
        self.with_doc(Escaped::constant(doc))
    }

    pub(super) const fn with_doc(mut self, doc: Escaped) -> Self {
        replace(&mut self.doc, Some(doc));
        self
    }

    pub const fn unit_escaped(self, unit: &'static str) -> Self {
        self.with_unit(Escaped::constant(unit))
    }

    pub(super) const fn with_unit(mut self, unit: Escaped) -> Self {
        replace(&mut self.unit, Some(unit));
        self
    }

    pub const fn with_range(mut self, range: RangeLimits) -> Self {
        self.range = Some(range);
        self
    }

    pub const fn with_max_len(mut self, max_len: u64) -> Self {
        self.max_len = Some(max_len);
        self
    }

    pub const fn set_must_match(mut self) -> Self {
        self.must_match = true;
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

/// A tagged optional group of state behind the fields of a struct.
#[derive(Debug, PartialEq)]
pub struct Subsection {
    tag: u32,
    needed: Option<Escaped>,
    retired: bool,
    field: Field,
}

impl Subsection {
    /// A subsection of a derived schema.
    pub const fn constant(tag: u32, field: Field) -> Self {
        Self::new(tag, field)
    }

    pub(super) const fn new(tag: u32, field: Field) -> Self {
        Self {
            tag,
            needed: None,
            retired: false,
            field,
        }
    }

    /// The number that stands for it in the data.
    pub const fn tag(&self) -> u32 {
        self.tag
    }

    /// The condition under which it is written, as the author spelled it.
    pub const fn needed(&self) -> Option<&Escaped> {
        self.needed.as_ref()
    }

    /// Read from older builds, never written.
    pub const fn retired(&self) -> bool {
        self.retired
    }

    /// Name, type, default and the rest.
    pub const fn field(&self) -> &Field {
        &self.field
    }

    const fn payload_max(&self) -> Option<u64> {
        self.field.max_encoded_len()
    }

    /// The most bytes with tag and length.
    pub(super) const fn max_encoded_len(&self) -> Option<u64> {
        match self.payload_max() {
            Some(max) => {
                let frame = varint::len_u64(self.tag as u64) + varint::len_u64(max);
                max.checked_add(frame as u64)
            }
            None => None,
        }
    }

    pub(super) const fn hash(&self, hash: Fnv128) -> Fnv128 {
        self.field
            .hash(hash.write_u32(self.tag).write_u8(self.retired as u8))
    }
}

/// Builders for derived code and the parser.
#[doc(hidden)]
impl Subsection {
    pub const fn needed_escaped(self, needed: &'static str) -> Self {
        self.with_needed(Escaped::constant(needed))
    }

    pub(super) const fn with_needed(mut self, needed: Escaped) -> Self {
        replace(&mut self.needed, Some(needed));
        self
    }

    pub const fn set_retired(mut self) -> Self {
        self.retired = true;
        self
    }
}

/// One of the forms of an enum.
#[derive(Debug, PartialEq)]
pub struct Variant {
    name: Node<str>,
    tag: u32,
    aliases: Node<[Node<str>]>,
    doc: Option<Escaped>,
    other: bool,
    fields: Node<[Field]>,
}

impl Variant {
    /// A variant of a derived schema.
    pub const fn constant(name: &'static str, tag: u32, fields: &'static [Field]) -> Self {
        Self::new(Node::Static(name), tag, Node::Static(fields))
    }

    pub(super) const fn new(name: Node<str>, tag: u32, fields: Node<[Field]>) -> Self {
        Self {
            name,
            tag,
            aliases: Node::Static(&[]),
            doc: None,
            other: false,
            fields,
        }
    }

    /// The name that resolution matches.
    pub const fn name(&self) -> &str {
        self.name.get()
    }

    /// The number that stands for it in the data.
    pub const fn tag(&self) -> u32 {
        self.tag
    }

    /// Names under which older builds wrote the variant.
    pub const fn aliases(&self) -> &[Node<str>] {
        self.aliases.get()
    }

    /// What the author says of it.
    pub const fn doc(&self) -> Option<&Escaped> {
        self.doc.as_ref()
    }

    /// Stands for all variants that this build does not know.
    pub const fn other(&self) -> bool {
        self.other
    }

    /// Its fields, in the order of their bytes. Positional ones are named
    /// `0`, `1`, ….
    pub const fn fields(&self) -> &[Field] {
        self.fields.get()
    }

    pub(super) const fn hash(&self, hash: Fnv128) -> Fnv128 {
        let hash = hash.write_text(self.name.get()).write_u32(self.tag);
        hash_names(hash, self.aliases.get()).write_u8(self.other as u8)
    }
}

/// Builders for derived code and the parser.
#[doc(hidden)]
impl Variant {
    pub const fn with_aliases(mut self, aliases: Node<[Node<str>]>) -> Self {
        replace(&mut self.aliases, aliases);
        self
    }

    pub const fn doc_escaped(self, doc: &'static str) -> Self {
        self.with_doc(Escaped::constant(doc))
    }

    pub(super) const fn with_doc(mut self, doc: Escaped) -> Self {
        replace(&mut self.doc, Some(doc));
        self
    }

    pub const fn set_other(mut self) -> Self {
        self.other = true;
        self
    }
}

const fn hash_names(hash: Fnv128, names: &[Node<str>]) -> Fnv128 {
    let mut hash = hash.write_u32(names.len() as u32);
    let mut i = 0;
    while i < names.len() {
        hash = hash.write_text(names[i].get());
        i += 1;
    }
    hash
}

const fn hash_default(hash: Fnv128, default: Option<&DefaultValue>) -> Fnv128 {
    match default {
        None => hash.write_u8(0),
        Some(DefaultValue::Zero) => hash.write_u8(1),
        Some(DefaultValue::Literal(json)) => hash.write_u8(2).write_text(json.get()),
        Some(DefaultValue::Computed) => hash.write_u8(3),
    }
}

const fn hash_limit(hash: Fnv128, limit: Option<Limit>) -> Fnv128 {
    match limit {
        None => hash.write_u8(0),
        Some(Limit::Integer(value)) => hash.write_u8(1).write_u128(value as u128),
        Some(Limit::Float(value)) => hash.write_u8(2).write_u64(value.to_bits()),
    }
}
