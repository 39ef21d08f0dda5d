//! Parts of a value, as a plan looks at them.

use alloc::boxed::Box;
use alloc::vec::Vec;
use core::iter;

use crate::schema::Field;
use crate::value::{Item, Value};

/// A part of the value.
pub(super) struct Part<'a> {
    pub(super) offset: usize,
    pub(super) len: usize,
    pub(super) content: Content<'a>,
}

pub(super) enum Content<'a> {
    Value(Value<'a>),
    /// An entry of a map, which is like a tuple.
    Entry(Box<[Item<'a>; 2]>),
    /// One of many numbers, of which nothing but the bytes is looked at.
    Number,
}

/// A field, or a part of a tuple; without an item, a subsection that is absent.
pub(super) struct Slot<'a> {
    pub(super) field: Option<&'a Field>,
    pub(super) part: Option<Part<'a>>,
}

impl<'a> Part<'a> {
    pub(super) fn new(item: Item<'a>) -> Self {
        Self {
            offset: item.offset,
            len: item.len,
            content: Content::Value(item.value),
        }
    }

    fn entry([key, value]: [Item<'a>; 2]) -> Self {
        Self {
            offset: key.offset,
            len: key.len.saturating_add(value.len),
            content: Content::Entry(Box::new([key, value])),
        }
    }

    /// The elements of an array, list, set, text or map.
    pub(super) fn elements(&self) -> Box<dyn Iterator<Item = Part<'a>> + 'a> {
        let numbers = |count: usize, width: usize| {
            // Behind a list's count, the numbers fill the value to its end.
            let end = self.offset.saturating_add(self.len);
            let start = end.saturating_sub(count.saturating_mul(width));
            (0..count).map(move |index| Part {
                offset: start.saturating_add(index.saturating_mul(width)),
                len: width,
                content: Content::Number,
            })
        };
        match &self.content {
            Content::Value(Value::Sequence(items)) => Box::new(items.iter().map(Part::new)),
            Content::Value(Value::Numbers(all)) => Box::new(numbers(all.count(), all.width())),
            Content::Value(Value::Bytes(all)) => Box::new(numbers(all.len(), 1)),
            Content::Value(Value::String(all)) => Box::new(numbers(all.len(), 1)),
            Content::Value(Value::Map(entries)) => {
                let entries = entries.iter();
                Box::new(entries.map(|(key, value)| Part::entry([key, value])))
            }
            _ => Box::new(iter::empty()),
        }
    }

    /// The parts of a struct, tuple, variant or entry: its fields, then its subsections.
    pub(super) fn slots(&self) -> Vec<Slot<'a>> {
        let of_item = |item: Item<'a>| Slot {
            field: None,
            part: Some(Part::new(item)),
        };
        match &self.content {
            Content::Value(Value::Struct(fields) | Value::Enum { fields, .. }) => {
                let slots = fields.iter().map(|value| Slot {
                    field: Some(value.field),
                    part: value.item.map(Part::new),
                });
                slots.collect()
            }
            Content::Value(Value::Sequence(items)) => items.iter().map(of_item).collect(),
            Content::Entry(entry) => entry.iter().cloned().map(of_item).collect(),
            _ => Vec::new(),
        }
    }

    /// The key and the value of an entry, which is a pair, perhaps within newtypes.
    pub(super) fn pair(&self) -> Option<[Part<'a>; 2]> {
        let mut parts = self.slots().into_iter().map(|slot| slot.part);
        match (parts.next().flatten()?, parts.next()) {
            (key, Some(value)) => Some([key, value?]),
            (content, None) => content.pair(),
        }
    }
}
