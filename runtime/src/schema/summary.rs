//! What follows from a type alone: its fingerprint, its encoded size, its
//! extent. Computed once, by `const` code in a derived schema and by the same
//! code when a schema is parsed.

pub(super) mod numbers;

use super::field::Field;
use super::fingerprint::Fingerprint;
use super::node::TypeRef;
use super::number::Number;
use super::older::OlderType;
use super::subsection::Subsection;
use super::variant::Variant;
use crate::base::fnv::Fnv128;
use crate::base::varint;

/// Fingerprint, size and extent of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Summary {
    pub(crate) fingerprint: Fingerprint,
    pub(crate) min_len: u64,
    pub(crate) max_len: Option<u64>,
    /// What a string, list, set or map holds behind its count.
    pub(crate) counted: Option<Counted>,
    /// The numbers that are limited where a field of this type is `allowed` some.
    pub(crate) number: Option<Number>,
    /// Whether they are keys, of which no two are alike and none has a place of its own.
    pub(crate) are_keys: bool,
    pub(crate) nodes: u32,
    pub(crate) depth: u32,
    /// Whether values differ in length by more than the counts in them.
    varies: bool,
    /// Whether there can be any number of parts in it that do.
    many_vary: bool,
    /// Whether some of it, at a place that every value has, is configuration that may be
    /// shown.
    configured: bool,
    /// Whether it, or a type in it, was another one in older versions.
    older: bool,
    /// Whether a field in it is not to be shown.
    sensitive: bool,
    /// Which fields these are, and what the bits of others are called, as a hash; 0 if there
    /// are neither. Short, as each type has one.
    shown: u32,
}

/// A byte of a string, an element of a list or set, an entry of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Counted {
    /// The most bytes that it can take, unless there is no bound.
    pub(crate) max_len: Option<u64>,
}

impl Summary {
    /// Hash of the type's canonical form.
    pub const fn fingerprint(&self) -> Fingerprint {
        self.fingerprint
    }

    /// The fewest bytes that a value takes.
    pub const fn min_len(&self) -> u64 {
        self.min_len
    }

    /// The most bytes that a value can take, unless there is no bound.
    pub const fn max_len(&self) -> Option<u64> {
        self.max_len
    }

    /// The number of bytes of every value, if all take the same.
    pub const fn fixed_len(&self) -> Option<u64> {
        match self.max_len {
            Some(max) if max == self.min_len => Some(max),
            _ => None,
        }
    }

    /// Whether the length of a value follows from its counts and a few more of its parts:
    /// then to compute it takes little of the time that to encode it takes.
    pub(crate) const fn is_len_quick(&self) -> bool {
        !self.many_vary
    }

    /// The same in a version, with what it was in older ones.
    pub(super) const fn versioned(self, version: u32, older: &[OlderType]) -> Self {
        if version == 1 && older.is_empty() {
            return self;
        }
        let mut sum = Sum::new(kind::VERSIONED).part(self);
        sum.hash = sum.hash.write_u32(version).write_u32(older.len() as u32);
        let mut i = 0;
        while i < older.len() {
            sum.hash = sum.hash.write_u32(older[i].version());
            sum = sum.part(older[i].ty().summary());
            i += 1;
        }
        let all = sum.finish();
        Self {
            fingerprint: all.fingerprint,
            nodes: all.nodes,
            depth: all.depth,
            sensitive: all.sensitive,
            shown: all.shown,
            // What it means depends on the version, which only the load knows.
            configured: self.configured && version == 1,
            older: self.older || !older.is_empty(),
            ..self
        }
    }

    /// Whether it, or a type in it, was another one in older versions.
    pub(crate) const fn has_older(&self) -> bool {
        self.older
    }

    /// Whether it has configuration at a place that every value has.
    pub(crate) const fn is_configured(&self) -> bool {
        self.configured
    }

    /// Whether a field in it is not to be shown.
    pub(crate) const fn has_sensitive(&self) -> bool {
        self.sensitive
    }

    /// Whether both have the same encoding, hide the same, and name bits alike.
    pub(super) const fn is_same(&self, other: &Self) -> bool {
        let ([a, b], [x, y]) = (self.identity(), other.identity());
        a == x && b == y
    }

    /// What is the same of two types that are, besides their names.
    pub(super) const fn identity(&self) -> [u128; 2] {
        [self.fingerprint.0, self.shown as u128]
    }

    /// How many types the description has when each reference is followed.
    pub(crate) const fn nodes(&self) -> u32 {
        self.nodes
    }

    /// How deep types nest.
    pub(crate) const fn depth(&self) -> u32 {
        self.depth
    }
}

/// First byte of each kind of type in the canonical form.
mod kind {
    pub(super) const UNIT: u8 = 0;
    pub(super) const BOOL: u8 = 1;
    pub(super) const CHAR: u8 = 2;
    pub(super) const STRING: u8 = 3;
    pub(super) const INTEGER: u8 = 4;
    pub(super) const FLOAT: u8 = 5;
    pub(super) const OPTION: u8 = 6;
    pub(super) const ARRAY: u8 = 7;
    pub(super) const LIST: u8 = 8;
    pub(super) const SET: u8 = 9;
    pub(super) const MAP: u8 = 10;
    pub(super) const TUPLE: u8 = 11;
    pub(super) const STRUCT: u8 = 12;
    pub(super) const ENUM: u8 = 13;
    pub(super) const VERSIONED: u8 = 14;
}

/// Adds up the parts of a type.
struct Sum {
    hash: Fnv128,
    min: u64,
    max: Option<u64>,
    counted: Option<Counted>,
    number: Option<Number>,
    are_keys: bool,
    nodes: u32,
    depth: u32,
    varies: bool,
    many_vary: bool,
    configured: bool,
    older: bool,
    sensitive: bool,
    shown: u32,
}

impl Sum {
    const fn new(kind: u8) -> Self {
        Self {
            hash: Fnv128::new().write_u8(kind),
            min: 0,
            max: Some(0),
            counted: None,
            number: None,
            are_keys: false,
            nodes: 1,
            depth: 0,
            varies: false,
            many_vary: false,
            configured: false,
            older: false,
            sensitive: false,
            shown: 0,
        }
    }

    const fn bytes(mut self, min: u64, max: Option<u64>) -> Self {
        self.min = self.min.saturating_add(min);
        self.max = add(self.max, max);
        self
    }

    /// A count, and any number of the parts that were noted, which take at most `max_len`
    /// bytes.
    const fn count(mut self, max_len: Option<u64>) -> Self {
        self.counted = Some(Counted { max_len });
        self.many_vary |= self.varies;
        self.bytes(1, None)
    }

    /// What it holds decides over its length, besides counts.
    const fn varying(mut self) -> Self {
        self.varies = true;
        self
    }

    const fn with_number(mut self, number: Number) -> Self {
        self.number = Some(number);
        self
    }

    /// The numbers in it are those of its parts.
    const fn numbers_of(mut self, part: Summary) -> Self {
        self.number = part.number;
        self.are_keys = part.are_keys;
        self
    }

    /// Notes a part without counting its bytes.
    const fn part(mut self, part: Summary) -> Self {
        self.hash = self.hash.write_u128(part.fingerprint.0);
        self.nodes = self.nodes.saturating_add(part.nodes);
        if part.depth > self.depth {
            self.depth = part.depth;
        }
        self.varies |= part.varies;
        self.many_vary |= part.many_vary;
        self.older |= part.older;
        self.sensitive |= part.sensitive;
        self.shows(part.shown)
    }

    /// Notes what is said of values at the place of the part that was noted last.
    const fn shows(mut self, what: u32) -> Self {
        if what != 0 {
            let before = Fnv128::new().write_u32(self.shown);
            let place = before.write_u32(self.nodes).write_u32(what);
            self.shown = place.finish() as u32 | 1;
        }
        self
    }

    /// As [`part`](Self::part), of what a field holds, of which `ty` tells.
    const fn part_of(mut self, field: &Field, ty: Summary) -> Self {
        self.sensitive |= field.sensitive();
        self.part(ty).shows(field.shown())
    }

    const fn field(mut self, field: &Field) -> Self {
        self.hash = field.hash(self.hash);
        // Asked once: in `const` code, each field counts.
        let ty = field.ty().summary();
        self.configured |= is_configured(field, &ty);
        self.part_of(field, ty)
            .bytes(ty.min_len, field.max_encoded_len())
    }

    const fn finish(self) -> Summary {
        let is_fixed = matches!(self.max, Some(max) if max == self.min);
        Summary {
            fingerprint: Fingerprint(self.hash.finish()),
            min_len: self.min,
            max_len: self.max,
            counted: self.counted,
            number: self.number,
            are_keys: self.are_keys,
            nodes: self.nodes,
            depth: self.depth.saturating_add(1),
            varies: self.varies && !is_fixed,
            many_vary: self.many_vary,
            configured: self.configured,
            older: self.older,
            sensitive: self.sensitive,
            shown: self.shown,
        }
    }
}

/// Whether a field that every value has is configuration, or has some in it.
pub(super) const fn is_configured(field: &Field, ty: &Summary) -> bool {
    match (field.sensitive(), field.configuration()) {
        (true, _) => false,
        // What is compared is shown.
        (false, Some(_)) => !ty.has_sensitive(),
        (false, None) => ty.configured,
    }
}

const fn add(a: Option<u64>, b: Option<u64>) -> Option<u64> {
    match (a, b) {
        (Some(a), Some(b)) => a.checked_add(b),
        _ => None,
    }
}

const fn times(len: Option<u64>, count: u64) -> Option<u64> {
    match len {
        Some(len) => len.checked_mul(count),
        None => None,
    }
}

/// The most bytes of a list of at most `count` elements.
pub(super) const fn max_list_len(element: Option<u64>, count: u64) -> Option<u64> {
    add(Some(varint::len_u64(count) as u64), times(element, count))
}

pub(super) const fn unit() -> Summary {
    Sum::new(kind::UNIT).finish()
}

pub(super) const fn bool() -> Summary {
    Sum::new(kind::BOOL).bytes(1, Some(1)).finish()
}

/// A length of one byte, then one to four bytes of UTF-8.
pub(super) const fn char() -> Summary {
    Sum::new(kind::CHAR).varying().bytes(2, Some(5)).finish()
}

pub(super) const fn string() -> Summary {
    Sum::new(kind::STRING).count(Some(1)).finish()
}

pub(super) const fn option(inner: Summary) -> Summary {
    Sum::new(kind::OPTION)
        .varying()
        .part(inner)
        .numbers_of(inner)
        .bytes(1, add(Some(1), inner.max_len))
        .finish()
}

pub(super) const fn array(element: Summary, len: u64) -> Summary {
    /// More parts than a few.
    const MANY: u64 = 64;
    let mut sum = Sum::new(kind::ARRAY).part(element).numbers_of(element);
    sum.hash = sum.hash.write_u64(len);
    sum.many_vary |= element.varies && len >= MANY;
    sum.bytes(
        element.min_len.saturating_mul(len),
        times(element.max_len, len),
    )
    .finish()
}

pub(super) const fn list(element: Summary) -> Summary {
    Sum::new(kind::LIST)
        .part(element)
        .numbers_of(element)
        .count(element.max_len)
        .finish()
}

pub(super) const fn set(element: Summary) -> Summary {
    let mut sum = Sum::new(kind::SET)
        .part(element)
        .numbers_of(element)
        .count(element.max_len);
    sum.are_keys = true;
    sum.finish()
}

pub(super) const fn map(key: Summary, value: Summary) -> Summary {
    Sum::new(kind::MAP)
        .part(key)
        .part(value)
        .count(add(key.max_len, value.max_len))
        .finish()
}

pub(super) const fn tuple(parts: &[TypeRef]) -> Summary {
    let mut sum = Sum::new(kind::TUPLE);
    sum.hash = sum.hash.write_u32(parts.len() as u32);
    let mut i = 0;
    while i < parts.len() {
        let part = parts[i].summary();
        sum = sum.part(part).bytes(part.min_len, part.max_len);
        sum.configured |= part.configured;
        i += 1;
    }
    sum.finish()
}

pub(super) const fn structure(fields: &[Field], subsections: &[Subsection]) -> Summary {
    let mut sum = Sum::new(kind::STRUCT);
    sum.hash = sum.hash.write_u32(fields.len() as u32);
    let mut i = 0;
    while i < fields.len() {
        sum = sum.field(&fields[i]);
        i += 1;
    }
    sum.hash = sum.hash.write_u32(subsections.len() as u32);
    if subsections.is_empty() {
        return sum.finish();
    }
    sum = sum
        .varying()
        .bytes(1, Some(varint::len_u64(subsections.len() as u64) as u64));
    let mut i = 0;
    while i < subsections.len() {
        let subsection = &subsections[i];
        sum.hash = subsection.hash(sum.hash);
        sum = sum
            .part_of(subsection.field(), subsection.field().ty().summary())
            .bytes(0, subsection.max_encoded_len());
        i += 1;
    }
    sum.finish()
}

pub(super) const fn enumeration(variants: &[Variant]) -> Summary {
    let mut sum = Sum::new(kind::ENUM).varying();
    sum.hash = sum.hash.write_u32(variants.len() as u32);
    let mut min = u64::MAX;
    let mut max = Some(0);
    let mut i = 0;
    while i < variants.len() {
        let variant = &variants[i];
        sum.hash = variant.hash(sum.hash);
        let tag = varint::len_u64(variant.tag() as u64) as u64;
        let (tag_min, tag_max) = if variant.keeps_tag() {
            (1, 5)
        } else {
            (tag, tag)
        };
        let mut content = Sum::new(kind::STRUCT).bytes(tag_min, Some(tag_max));
        let mut j = 0;
        while j < variant.fields().len() {
            content = content.field(&variant.fields()[j]);
            j += 1;
        }
        let content = content.finish();
        sum = sum.part(content);
        if content.min_len < min {
            min = content.min_len;
        }
        max = match (max, content.max_len) {
            (Some(a), Some(b)) => Some(if a > b { a } else { b }),
            _ => None,
        };
        i += 1;
    }
    if variants.is_empty() {
        min = 0;
    }
    sum.bytes(min, max).finish()
}

#[cfg(test)]
mod tests {
    use crate::{Migratable, Varint};

    #[test]
    fn a_length_is_quick_unless_many_parts_decide_over_it() {
        const fn is_quick<A: Migratable<T>, T>() -> bool {
            A::TYPE.summary().is_len_quick()
        }
        let quick = [
            is_quick::<u32, u32>(),
            is_quick::<String, _>(),
            is_quick::<Vec<Vec<u32>>, Vec<_>>(),
            is_quick::<Vec<(u8, Vec<[u16; 80]>)>, Vec<_>>(),
            is_quick::<Option<Vec<u32>>, _>(),
            is_quick::<[Option<u32>; 63], [_; 63]>(),
            is_quick::<Varint, u64>(),
        ];
        assert_eq!(quick, [true; 7]);
        let slow = [
            is_quick::<Vec<Option<u32>>, Vec<_>>(),
            is_quick::<Vec<(u8, Vec<Option<u32>>)>, Vec<_>>(),
            is_quick::<[char; 64], [_; 64]>(),
            is_quick::<Vec<Varint>, Vec<u64>>(),
            is_quick::<std::collections::BTreeMap<u8, char>, _>(),
            is_quick::<Option<Vec<char>>, _>(),
        ];
        assert_eq!(slow, [false; 6]);
    }
}
