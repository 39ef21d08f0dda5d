//! A place in a payload from which values are read.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use core::cell::Cell;

use super::bytes::Bytes;
use super::head::{self, Head};
use super::input::{Input as _, Leaf, Stored};
use super::parts::{Entries, Fields, Items};
use super::tree::{Item, Numbers, Value};
use super::walk;
use crate::codec::{Decoder, Fault};
use crate::schema::{Type, TypeRef};

/// A place in a payload that was gone through before.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'a> {
    /// The payload, up to where it can be read.
    payload: Bytes<'a>,
    offset: usize,
    /// Whether all of the value can be read.
    is_whole: bool,
}

/// The offset at which a value with parts ends, once somebody went through all of them.
#[derive(Default)]
pub(super) struct End(Cell<Option<usize>>);

impl End {
    /// The value ends here.
    pub(super) fn reached(&self, behind: &Cursor<'_>) {
        self.0.set(Some(behind.offset));
    }
}

impl<'a> Cursor<'a> {
    pub(super) fn new(payload: Bytes<'a>, offset: usize, is_whole: bool) -> Self {
        Self {
            payload,
            offset,
            is_whole,
        }
    }

    pub(super) fn offset(&self) -> usize {
        self.offset
    }

    pub(super) fn move_to(&mut self, offset: usize) {
        self.offset = offset;
    }

    /// Runs a step of the decoder.
    pub(super) fn step<T>(
        &mut self,
        mut step: impl FnMut(&mut Decoder<'_>) -> Result<T, Fault>,
    ) -> Option<T> {
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
    pub(super) fn count(&mut self, min_len: usize) -> Option<usize> {
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
        let value = self.open(ty, Self::item)?;
        if has_parts(&value) {
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
        self.opened(ty)
    }

    /// The same, moving to its parts or, where it has none, behind it.
    fn opened(&mut self, ty: &'a Type) -> Option<Item<'a>> {
        let start = *self;
        let value = self.open(ty, Self::opened)?;
        Some(start.until(self, value))
    }

    /// Calls `see` with the next value, unless it cannot be read, and moves behind it. What goes
    /// through all of its parts says where they end, so that nobody looks for it again.
    pub(super) fn see<T>(
        &mut self,
        ty: &'a Type,
        see: impl FnOnce(&Value<'a>, &End) -> T,
    ) -> Option<T> {
        if !self.is_whole && self.offset >= self.payload.len() {
            return None;
        }
        let start = self.offset;
        let value = self.open(ty, Self::opened)?;
        let end = End::default();
        let seen = see(&value, &end);
        if has_parts(innermost(&value)) {
            let walked = || start.saturating_add(walk::len(ty, self.payload, start));
            self.offset = end.0.get().unwrap_or_else(walked);
        }
        Some(seen)
    }

    /// Opens the next value, and moves to its parts or, where it has none,
    /// behind it. `content` reads what is in an option.
    #[inline]
    fn open(&mut self, ty: &'a Type, content: Content<'a>) -> Option<Value<'a>> {
        // Most values are numbers.
        if let Some(number) = head::fixed_number(ty) {
            let width = number.width();
            let value = self.payload.at(self.offset, |bytes| {
                bytes.get(..width).map(|bytes| number.number(bytes))
            })?;
            self.offset = self.offset.saturating_add(width);
            return Some(value);
        }
        self.open_other(ty, content)
    }

    fn open_other(&mut self, ty: &'a Type, content: Content<'a>) -> Option<Value<'a>> {
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
            Head::Some(ty) => Value::Option(Some(Box::new(content(self, ty)?))),
            Head::Elements { element, count } | Head::Keys { element, count } => {
                Value::Sequence(Items::same(parts, element, count))
            }
            Head::Tuple(types) => Value::Sequence(Items::each(parts, types)),
            Head::Entries { key, value, count } => {
                Value::Map(Entries::new(parts, key, value, count))
            }
            Head::Struct(ty) => Value::Struct(Fields::new(parts, ty.fields(), ty.subsections())),
            Head::Variant { tag, variant } => Value::Enum {
                tag,
                variant,
                fields: Fields::new(parts, variant.fields(), &[]),
            },
        })
    }

    /// Whether all of the value can be read.
    pub(super) fn is_whole(&self) -> bool {
        self.is_whole
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
    pub(super) fn next(&mut self, ty: &'a TypeRef) -> Option<Item<'a>> {
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

/// How the content of an option is read.
type Content<'a> = fn(&mut Cursor<'a>, &'a Type) -> Option<Item<'a>>;

/// Whether a value that was opened still has its parts before it.
fn has_parts(value: &Value<'_>) -> bool {
    match value {
        Value::Sequence(_) | Value::Map(_) | Value::Struct(_) => true,
        Value::Enum { variant, .. } => !variant.fields().is_empty(),
        _ => false,
    }
}

/// What is in an option, or in an option in it.
fn innermost<'v, 'a>(mut value: &'v Value<'a>) -> &'v Value<'a> {
    while let Value::Option(Some(content)) = value {
        value = &content.value;
    }
    value
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
