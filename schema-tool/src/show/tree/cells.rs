//! Sequences of values without parts: as rows, like a memory dump.

use migratable::value::{Items, Numbers, Value};

use super::scalar::is_scalar;
use crate::terminal::LineBuffer;
use crate::text;

/// Columns that a row fills at most.
const ROW_WIDTH: usize = 72;

/// Elements that are shown in one line with the field's name.
pub(super) const INLINE: usize = 8;

/// Numbers from here on are addresses and masks more often than counts.
const LARGE: u128 = 0x1_0000;

/// A sequence whose elements fit into cells.
#[derive(Clone, Copy)]
pub(super) enum Cells<'a> {
    Numbers { numbers: Numbers<'a>, start: usize },
    Items(Items<'a>),
}

/// Whether a sequence is shown whole in one line.
pub(crate) fn is_inline(value: &Value<'_>) -> bool {
    Cells::of(value, 0).is_some_and(|cells| cells.count() <= INLINE)
}

impl<'a> Cells<'a> {
    /// The elements of a value that ends at `end`, if they have no parts.
    pub(super) fn of(value: &Value<'a>, end: usize) -> Option<Self> {
        match value {
            Value::Numbers(numbers) => {
                let bytes = numbers.count().saturating_mul(numbers.width());
                let start = end.saturating_sub(bytes);
                Some(Self::Numbers {
                    numbers: *numbers,
                    start,
                })
            }
            Value::Sequence(items) if items.iter().all(|item| fits(&item.value)) => {
                Some(Self::Items(*items))
            }
            _ => None,
        }
    }

    pub(super) fn count(&self) -> usize {
        match self {
            Self::Numbers { numbers, .. } => numbers.count(),
            Self::Items(items) => items.len(),
        }
    }

    /// Offset and value of each.
    pub(super) fn iter(self) -> Box<dyn Iterator<Item = (usize, Value<'a>)> + 'a> {
        match self {
            Self::Numbers { numbers, start } => {
                let width = numbers.width();
                let offset = move |i: usize| start.saturating_add(i.saturating_mul(width));
                let values = numbers.iter().enumerate();
                Box::new(values.map(move |(i, value)| (offset(i), value)))
            }
            Self::Items(items) => Box::new(items.iter().map(|item| (item.offset, item.value))),
        }
    }

    /// Writes one of the values.
    pub(super) fn write(self, to: &mut LineBuffer, value: &Value<'_>) {
        let width = match self {
            Self::Numbers { numbers, .. } => numbers.width(),
            Self::Items(_) => 0,
        };
        cell(to, value, width);
    }

    /// Whether the texts are hexadecimal without saying so.
    pub(super) fn in_hex(self) -> bool {
        match self {
            Self::Numbers { numbers, .. } => {
                matches!(numbers.iter().next(), Some(Value::Unsigned(_)))
            }
            Self::Items(_) => false,
        }
    }

    /// The value that each is, if there are several and all are equal.
    pub(super) fn uniform(self) -> Option<Value<'a>> {
        let equal = match self {
            Self::Numbers { numbers, .. } => all_equal(numbers.iter()),
            Self::Items(items) => all_equal(items.iter().map(|item| item.value)),
        };
        let (_, first) = self.iter().next()?;
        (self.count() > 1 && equal).then_some(first)
    }

    /// Width of the widest of the first `count`.
    pub(super) fn width(self, count: usize) -> usize {
        if let Self::Numbers { numbers, .. } = self
            && self.in_hex()
        {
            return 2 * numbers.width();
        }
        let mut text = LineBuffer::plain();
        let widths = self.iter().take(count).map(|(_, value)| {
            text.clear();
            self.write(&mut text, &value);
            text.as_str().chars().count()
        });
        widths.max().unwrap_or(1)
    }
}

fn all_equal<T: PartialEq>(mut values: impl Iterator<Item = T>) -> bool {
    let first = values.next();
    values.all(|value| Some(value) == first)
}

/// How many cells of this width go into a row.
pub(super) fn per_row(width: usize) -> usize {
    [16, 8, 4, 2]
        .into_iter()
        .find(|count| count * (width + 1) <= ROW_WIDTH)
        .unwrap_or(1)
}

fn fits(value: &Value<'_>) -> bool {
    is_scalar(value) && !matches!(value, Value::String(_))
}

/// Arrays of numbers without sign are registers and masks more often than
/// counts: `width` bytes in hexadecimal, with all their digits. Of other such
/// numbers, large ones are.
pub(super) fn cell(to: &mut LineBuffer, value: &Value<'_>, width: usize) {
    match value {
        Value::Unit => to.push("()"),
        Value::Bool(value) => to.add(value),
        Value::Unsigned(value) if width > 0 => to.hex(*value, 2 * width),
        Value::Unsigned(value) if *value >= LARGE => {
            to.push("0x");
            to.hex(*value, 1);
        }
        Value::Unsigned(value) => to.number(*value),
        Value::Signed(value) => to.number(*value),
        Value::F32(value) => to.add(format_args!("{value:?}")),
        Value::F64(value) => to.add(format_args!("{value:?}")),
        Value::Char(value) => to.add(format_args!("{value:?}")),
        Value::String(value) => to.push(&text::quoted(value)),
        Value::Enum { tag, variant, .. } if variant.other() => {
            to.add(format_args!("{}:{tag}", variant.name()));
        }
        Value::Enum { variant, .. } => to.push(variant.name()),
        _ => to.push("none"),
    }
}
