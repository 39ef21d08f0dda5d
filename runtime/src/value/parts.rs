//! The parts of a value, which are read when they are asked for.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use super::bytes::Bytes;
use super::head::{self, Head};
use super::input::{Input as _, Leaf, Stored};
use super::tree::{FieldValue, Item, Numbers, Value};
use super::walk;
use crate::codec::{Decoder, Fault};
use crate::schema::{Field, Subsection, Type, TypeRef};

/// A place in a payload that was gone through before.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    /// The payload, up to where it can be read.
    payload: Bytes<'a>,
    offset: usize,
    /// Whether all of the value can be read.
    is_whole: bool,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(payload: Bytes<'a>, offset: usize, is_whole: bool) -> Self {
        Self {
            payload,
            offset,
            is_whole,
        }
    }

    /// Runs a step of the decoder.
    fn step<T>(&mut self, mut step: impl FnMut(&mut Decoder<'_>) -> Result<T, Fault>) -> Option<T> {
        let (read, used) = self.payload.at(self.offset, |bytes| {
            let mut input = Decoder::new(bytes);
            let read = step(&mut input).ok()?;
            Some((read, bytes.len() - input.remaining()))
        })?;
        self.offset = self.offset.saturating_add(used);
        Some(read)
    }

    /// A count of what takes at least so many bytes; of a value of which only the beginning
    /// is there, more than follow.
    fn count(&mut self, min_len: usize) -> Option<usize> {
        let mut after = *self;
        let count = after.step(head::unchecked_count)?;
        let left = after.payload.len().saturating_sub(after.offset);
        if self.is_whole && count.saturating_mul(min_len) > left {
            return None;
        }
        *self = after;
        Some(count)
    }

    /// The next value, unless it cannot be read.
    pub(super) fn item(&mut self, ty: &'a Type) -> Option<Item<'a>> {
        self.item_of_len(ty, || None)
    }

    /// The same, of a value of which may be known how many bytes it has.
    #[inline]
    fn item_of_len(&mut self, ty: &'a Type, len: impl FnOnce() -> Option<u64>) -> Option<Item<'a>> {
        let start = *self;
        let value = self.open(ty)?;
        if let Value::Sequence(_) | Value::Map(_) | Value::Struct(_) | Value::Enum { .. } = value {
            let len = match len().map(usize::try_from) {
                Some(Ok(len)) => len,
                _ => walk::len(ty, self.payload, start.offset),
            };
            self.offset = start.offset.saturating_add(len);
        }
        Some(start.until(self, value))
    }

    /// The value here, of which the length does not matter.
    pub(super) fn beginning(mut self, ty: &'a Type) -> Option<Item<'a>> {
        let start = self;
        let value = self.open(ty)?;
        Some(start.until(&self, value))
    }

    /// Opens the next value, and moves to its parts or, where it has none,
    /// behind it.
    #[inline]
    fn open(&mut self, ty: &'a Type) -> Option<Value<'a>> {
        // Most values are numbers.
        if let Some(number) = head::fixed_number(ty) {
            let width = number.width();
            let value = self.payload.at(self.offset, |bytes| {
                bytes.get(..width).map(|bytes| number.number(bytes))
            })?;
            self.offset = self.offset.saturating_add(width);
            return Some(value);
        }
        self.open_other(ty)
    }

    fn open_other(&mut self, ty: &'a Type) -> Option<Value<'a>> {
        let head = match self.payload.as_slice() {
            Some(bytes) => {
                let mut input = Decoder::new(bytes.get(self.offset..)?);
                let head = head::open(ty, &mut input, self.is_whole).ok()?;
                self.offset = bytes.len() - input.remaining();
                head
            }
            None => {
                let mut input = Stored::new(self.payload, self.offset);
                let head = input.open_leaf(ty, self.is_whole).ok()?;
                self.offset = input.offset();
                match head {
                    Head::All(leaf) => Head::All(of_leaf(leaf)?),
                    head => head.map(|_| Value::Unit),
                }
            }
        };
        let parts = *self;
        Some(match head {
            Head::All(value) => value,
            Head::Some(content) => Value::Option(Some(Box::new(self.item(content)?))),
            Head::Elements { element, count } | Head::Keys { element, count } => {
                Value::Sequence(Items::new(parts, Types::Same(element), count))
            }
            Head::Tuple(types) => {
                Value::Sequence(Items::new(parts, Types::Each(types), types.len()))
            }
            Head::Entries { key, value, count } => Value::Map(Entries {
                parts,
                key,
                value,
                count,
            }),
            Head::Struct(ty) => Value::Struct(Fields {
                parts,
                fields: ty.fields(),
                subsections: ty.subsections(),
            }),
            Head::Variant { tag, variant } => Value::Enum {
                tag,
                variant,
                fields: Fields {
                    parts,
                    fields: variant.fields(),
                    subsections: &[],
                },
            },
        })
    }

    fn until(self, behind: &Self, value: Value<'a>) -> Item<'a> {
        Item {
            offset: self.offset,
            len: behind.offset.saturating_sub(self.offset),
            value,
        }
    }

    /// The next value that follows another one, unless reading stopped there.
    #[inline]
    fn next(&mut self, ty: &'a TypeRef) -> Option<Item<'a>> {
        // Most values are numbers, and most in memory.
        if let (Some(number), Some(bytes)) = (head::fixed_number(ty), self.payload.as_slice()) {
            let (offset, len) = (self.offset, number.width());
            let end = offset.checked_add(len)?;
            let value = number.number(bytes.get(offset..end)?);
            self.offset = end;
            return Some(Item { offset, len, value });
        }
        self.next_other(ty)
    }

    fn next_other(&mut self, ty: &'a TypeRef) -> Option<Item<'a>> {
        if self.is_whole {
            return self.item_of_len(ty, || ty.fixed_len());
        }
        match self.offset >= self.payload.len() {
            true => None,
            false => self.item(ty),
        }
    }
}

/// A value without parts, of bytes that are not in memory.
fn of_leaf(leaf: Leaf<'_>) -> Option<Value<'_>> {
    Some(match leaf {
        Leaf::Short(value) => value,
        Leaf::Numbers(kind, bytes) => Numbers::value(kind, bytes),
        Leaf::Text(bytes) => {
            let text = String::from_utf8(bytes.to_memory().into_owned()).ok()?;
            Value::String(Cow::Owned(text))
        }
    })
}

#[derive(Clone, Copy)]
enum Types<'a> {
    Same(&'a TypeRef),
    Each(&'a [TypeRef]),
}

/// The elements of an array, list, set or tuple.
#[derive(Clone, Copy)]
pub struct Items<'a> {
    parts: Cursor<'a>,
    types: Types<'a>,
    count: usize,
}

impl<'a> Items<'a> {
    fn new(parts: Cursor<'a>, types: Types<'a>, count: usize) -> Self {
        Self {
            parts,
            types,
            count,
        }
    }

    /// How many there are: of a value that cannot be read to its end, those
    /// that can.
    pub fn len(&self) -> usize {
        match self.parts.is_whole {
            true => self.count,
            false => self.iter().count(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Each of them, read one after the other.
    pub fn iter(&self) -> impl Iterator<Item = Item<'a>> + use<'a> {
        let Self {
            mut parts,
            types,
            count,
        } = *self;
        (0..count).map_while(move |index| {
            let ty = match types {
                Types::Same(ty) => ty,
                Types::Each(types) => types.get(index)?,
            };
            parts.next(ty)
        })
    }
}

/// The keys and values of a map.
#[derive(Clone, Copy)]
pub struct Entries<'a> {
    parts: Cursor<'a>,
    key: &'a TypeRef,
    value: &'a TypeRef,
    count: usize,
}

impl<'a> Entries<'a> {
    /// How many there are: of a value that cannot be read to its end, those
    /// that can.
    pub fn len(&self) -> usize {
        match self.parts.is_whole {
            true => self.count,
            false => self.iter().count(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Each of them, read one after the other.
    pub fn iter(&self) -> impl Iterator<Item = (Item<'a>, Item<'a>)> + use<'a> {
        let Self {
            mut parts,
            key,
            value,
            count,
        } = *self;
        (0..count).map_while(move |_| Some((parts.next(key)?, parts.next(value)?)))
    }
}

/// The fields and subsections of a struct, or the fields of a variant.
#[derive(Clone, Copy)]
pub struct Fields<'a> {
    parts: Cursor<'a>,
    fields: &'a [Field],
    subsections: &'a [Subsection],
}

impl<'a> Fields<'a> {
    /// How many there are, absent subsections too: of a value that cannot be
    /// read to its end, those that can.
    pub fn len(&self) -> usize {
        match self.parts.is_whole {
            true => self.fields.len() + self.subsections.len(),
            false => self.iter().count(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// Whether all can be read: those that the type has.
    pub fn is_whole(&self) -> bool {
        self.parts.is_whole
    }

    /// The fields and subsections that the type has, whether or not they can be read.
    pub fn declared(&self) -> impl Iterator<Item = &'a Field> + use<'a> {
        let subsections = self.subsections.iter().map(Subsection::field);
        self.fields.iter().chain(subsections)
    }

    /// Each of them, read one after the other, absent subsections too.
    pub fn iter(&self) -> impl Iterator<Item = FieldValue<'a>> + use<'a> {
        self.walk(Present::next)
    }

    /// Those that are there, read one after the other. An absent subsection costs
    /// nothing, however many the type has.
    pub fn present(&self) -> impl Iterator<Item = FieldValue<'a>> + use<'a> {
        self.walk(Present::next_present)
    }

    /// Calls `see` with those that are there, one after the other.
    pub(super) fn try_each_present<E>(
        &self,
        mut see: impl FnMut(&'a Field, &Item<'a>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut parts = self.parts;
        for field in self.fields {
            let Some(item) = parts.next(field.ty()) else {
                return Ok(());
            };
            see(field, &item)?;
        }
        let mut subsections = Present::new(parts, self.subsections);
        while let Some(value) = subsections.as_mut().and_then(Present::next_present) {
            if let Some(item) = &value.item {
                see(value.field, item)?;
            }
        }
        Ok(())
    }

    /// Calls `see` with the fields of two values of one type, side by side: with those that
    /// are in either. Of a side that is `None`, nothing is there.
    ///
    /// # Errors
    ///
    /// As `see`.
    pub fn try_each_pair<E>(
        [a, b]: [Option<Self>; 2],
        mut see: impl FnMut(&'a Field, [Option<&Item<'a>>; 2]) -> Result<(), E>,
    ) -> Result<(), E> {
        let Some(ty) = a.or(b) else { return Ok(()) };
        let (mut x, mut y) = (a.map(|a| a.parts), b.map(|b| b.parts));
        for field in ty.fields {
            let one = x.as_mut().and_then(|x| x.next(field.ty()));
            let two = y.as_mut().and_then(|y| y.next(field.ty()));
            if one.is_none() && two.is_none() {
                return Ok(());
            }
            see(field, [one.as_ref(), two.as_ref()])?;
        }
        let mut x = x.and_then(|x| Present::new(x, ty.subsections));
        let mut y = y.and_then(|y| Present::new(y, ty.subsections));
        for subsection in ty.subsections {
            let is_here = |side: &Option<Present<'_>>| {
                side.as_ref()
                    .is_some_and(|side| side.tag == Some(subsection.tag()))
            };
            let one = is_here(&x).then(|| x.as_mut()?.next_present()?.item);
            let two = is_here(&y).then(|| y.as_mut()?.next_present()?.item);
            let items = [one.flatten(), two.flatten()];
            if items.iter().any(Option::is_some) {
                let [one, two] = &items;
                see(subsection.field(), [one.as_ref(), two.as_ref()])?;
            }
        }
        Ok(())
    }

    fn walk(
        self,
        subsection: impl Fn(&mut Present<'a>) -> Option<FieldValue<'a>>,
    ) -> impl Iterator<Item = FieldValue<'a>> {
        let Self {
            parts,
            fields,
            subsections,
        } = self;
        let mut fields = Walk { parts, fields };
        // Subsections begin where the fields end.
        let mut behind = None;
        core::iter::from_fn(move || {
            if let Some(field) = fields.next() {
                return Some(field);
            }
            if !fields.fields.is_empty() {
                return None;
            }
            let behind = behind.get_or_insert_with(|| Present::new(fields.parts, subsections));
            subsection(behind.as_mut()?)
        })
    }
}

/// Fields that are still to be read.
struct Walk<'a> {
    parts: Cursor<'a>,
    fields: &'a [Field],
}

impl<'a> Iterator for Walk<'a> {
    type Item = FieldValue<'a>;

    fn next(&mut self) -> Option<FieldValue<'a>> {
        let (field, rest) = self.fields.split_first()?;
        let item = self.parts.next(field.ty())?;
        self.fields = rest;
        Some(FieldValue {
            field,
            tag: None,
            item: Some(item),
        })
    }
}

/// Subsections that are still to be read.
struct Present<'a> {
    parts: Cursor<'a>,
    known: &'a [Subsection],
    left: usize,
    /// That of the next one that is present.
    tag: Option<u32>,
}

impl<'a> Present<'a> {
    fn new(mut parts: Cursor<'a>, known: &'a [Subsection]) -> Option<Self> {
        if known.is_empty() {
            return None;
        }
        let left = parts.count(head::SUBSECTION)?;
        let mut present = Self {
            parts,
            known,
            left,
            tag: None,
        };
        present.read_tag();
        Some(present)
    }

    fn read_tag(&mut self) {
        let last = self.tag.take();
        if let Some(left) = self.left.checked_sub(1) {
            let tag = self.parts.step(|input| head::subsection_tag(input, last));
            if let Some(tag) = tag {
                (self.left, self.tag) = (left, Some(tag));
            }
        }
    }

    fn payload(&mut self, field: &'a Field) -> Option<Item<'a>> {
        let len = self.parts.count(1)?;
        let behind = self.parts.offset.saturating_add(len);
        let item = self.parts.next(field.ty())?;
        self.parts.offset = behind;
        Some(item)
    }

    /// The next one, which may be absent.
    fn next(&mut self) -> Option<FieldValue<'a>> {
        let (subsection, rest) = self.known.split_first()?;
        match self.tag {
            Some(tag) if tag == subsection.tag() => return self.next_present(),
            Some(tag) if tag > subsection.tag() => {}
            None if self.left == 0 => {}
            _ => return None,
        }
        self.known = rest;
        Some(FieldValue {
            field: subsection.field(),
            tag: Some(subsection.tag()),
            item: None,
        })
    }

    /// The next one that is there.
    fn next_present(&mut self) -> Option<FieldValue<'a>> {
        let tag = self.tag?;
        // They ascend by tag.
        let absent = self.known.partition_point(|one| one.tag() < tag);
        let (subsection, rest) = self.known.get(absent..)?.split_first()?;
        if subsection.tag() != tag {
            return None;
        }
        let field = subsection.field();
        let item = self.payload(field)?;
        self.known = rest;
        self.read_tag();
        Some(FieldValue {
            field,
            tag: Some(tag),
            item: Some(item),
        })
    }
}

macro_rules! sequences {
    ($($sequence:ident)*) => {$(
        impl fmt::Debug for $sequence<'_> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.debug_list().entries(self.iter()).finish()
            }
        }

        impl PartialEq for $sequence<'_> {
            fn eq(&self, other: &Self) -> bool {
                self.iter().eq(other.iter())
            }
        }
    )*};
}

sequences!(Items Entries Fields);
