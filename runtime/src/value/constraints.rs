//! What a schema says about the values of a field, besides their type.

use alloc::format;
use alloc::string::String;

use super::cursor::Cursor;
use super::tree::{Item, Value};
use super::violation::Violation;
use crate::codec::{Constraint, Reason, varint};
use crate::schema::{Field, Limit, MapLimits, RangeLimits, Segment, Type};

/// Tests the value of a field, which is looked at only if there is something to
/// test.
pub(super) fn check<'a>(field: &'a Field, value: Cursor<'a>) -> Result<(), Violation> {
    let has_ranges = field.range().is_some() || field.map_limits().is_some();
    if field.max_len().is_none() && !has_ranges {
        return Ok(());
    }
    match value.beginning(field.ty()) {
        Some(item) => check_item(field, &item),
        None => Ok(()),
    }
}

fn check_item(field: &Field, item: &Item<'_>) -> Result<(), Violation> {
    if let Some(max_len) = field.max_len() {
        check_len(max_len, field.ty(), item)?;
    }
    if let Some(limits) = field.map_limits() {
        check_maps(limits, field.ty(), item)?;
    }
    match field.range() {
        Some(range) => check_range(range, field.ty(), item),
        None => Ok(()),
    }
}

/// Tests the keys and values of a map, or of each in an option, array or list.
fn check_maps(limits: MapLimits, ty: &Type, item: &Item<'_>) -> Result<(), Violation> {
    if let (Value::Map(pairs), Some((key, value))) = (&item.value, ty.as_map()) {
        let mut pairs = pairs.iter().enumerate();
        return pairs.try_for_each(|(i, (of_key, of_value))| {
            let within = |step: fn(Option<usize>) -> Segment| {
                move |violation: Violation| violation.within(step(Some(i)))
            };
            if let Some(keys) = limits.keys {
                check_range(keys, key, &of_key).map_err(within(Segment::Key))?;
            }
            match limits.values {
                Some(range) => check_range(range, value, &of_value).map_err(within(Segment::Value)),
                None => Ok(()),
            }
        });
    }
    match (&item.value, ty.ranged_part()) {
        (Value::Option(Some(item)), Some(part)) => check_maps(limits, part, item),
        (Value::Sequence(items), Some(part)) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(i, item)| check_maps(limits, part, &item).map_err(at(i)))
        }
        (Value::Struct(_), Some(part)) => match content(item) {
            Some(content) => check_maps(limits, part, &content),
            None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Tests a length, or each in an option or array.
fn check_len(max_len: u64, ty: &Type, item: &Item<'_>) -> Result<(), Violation> {
    if !ty.has_len() {
        return Ok(());
    }
    let len = match (&item.value, ty.as_option(), ty.as_array()) {
        (Value::Option(Some(item)), Some(content), _) => return check_len(max_len, content, item),
        (Value::Sequence(items), _, Some((element, _))) => {
            let mut items = items.iter().enumerate();
            return items
                .try_for_each(|(i, item)| check_len(max_len, element, &item).map_err(at(i)));
        }
        (Value::String(text), ..) => text.len(),
        (Value::Bytes(bytes), ..) => bytes.len(),
        (Value::Numbers(numbers), ..) => numbers.count(),
        (Value::Sequence(items), ..) => items.len(),
        (Value::Map(pairs), ..) => pairs.len(),
        _ => return Ok(()),
    };
    if len as u64 <= max_len {
        return Ok(());
    }
    let text = format!("it has {len} elements, more than its max_len {max_len}");
    Err(breach(item.offset, Constraint::MaxLen, text))
}

/// Tests a number, or each in an option, array, list, set or newtype.
fn check_range(range: RangeLimits, ty: &Type, item: &Item<'_>) -> Result<(), Violation> {
    match (&item.value, ty.ranged_part()) {
        (Value::Option(Some(item)), Some(inner)) => check_range(range, inner, item),
        (Value::Sequence(items), Some(element)) => {
            let mut items = items.iter().enumerate();
            items.try_for_each(|(i, item)| check_range(range, element, &item).map_err(at(i)))
        }
        (Value::Struct(_), Some(inner)) => match content(item) {
            Some(content) => check_range(range, inner, &content),
            None => Ok(()),
        },
        (Value::Numbers(numbers), _) => {
            let first = first(ty, item.offset, numbers.count());
            check_each(range, first, numbers.width(), numbers.iter())
        }
        (Value::Bytes(bytes), _) => {
            let numbers = bytes.iter().map(|byte| Value::Unsigned(u128::from(byte)));
            check_each(range, first(ty, item.offset, bytes.len()), 1, numbers)
        }
        (number, _) => check_number(range, number, item.offset),
    }
}

/// What a newtype holds.
fn content<'a>(item: &Item<'a>) -> Option<Item<'a>> {
    match &item.value {
        Value::Struct(fields) => fields.iter().next()?.item,
        _ => None,
    }
}

/// Where the first of so many numbers is: in a list, behind their count.
fn first(ty: &Type, offset: usize, count: usize) -> usize {
    match ty.has_len() {
        true => offset + varint::len_u64(count as u64),
        false => offset,
    }
}

/// Tests numbers of fixed width, back to back.
fn check_each<'a>(
    range: RangeLimits,
    first: usize,
    width: usize,
    numbers: impl Iterator<Item = Value<'a>>,
) -> Result<(), Violation> {
    let mut numbers = numbers.enumerate();
    numbers
        .try_for_each(|(i, number)| check_number(range, &number, first + i * width).map_err(at(i)))
}

fn at(index: usize) -> impl FnOnce(Violation) -> Violation {
    move |violation| violation.within(Segment::Index(Some(index)))
}

fn check_number(range: RangeLimits, value: &Value<'_>, offset: usize) -> Result<(), Violation> {
    if range.nonzero && matches!(value, Value::Unsigned(0) | Value::Signed(0)) {
        return Err(Violation::new(offset, Reason::Zero));
    }
    let inside = match value {
        Value::Unsigned(number) => range.has_integer(false, *number),
        Value::Signed(number) => range.has_integer(*number < 0, number.unsigned_abs()),
        Value::F32(number) => inside_floats(range, f64::from(*number)),
        Value::F64(number) => inside_floats(range, *number),
        _ => true,
    };
    if inside {
        return Ok(());
    }
    let text = format!("{} is outside its range {}", number(value), text(range));
    Err(breach(offset, Constraint::Range, text))
}

/// The violation has the path, so its reason names no field.
fn breach(offset: usize, constraint: Constraint, message: String) -> Violation {
    let (field, message) = (None, message.into());
    let reason = Reason::Constraint {
        constraint,
        field,
        message,
    };
    Violation::new(offset, reason)
}

/// NaN is inside no limit.
fn inside_floats(range: RangeLimits, number: f64) -> bool {
    let above = match range.min {
        Some(Limit::Float(min)) => number >= min,
        _ => true,
    };
    let below = match range.max {
        Some(Limit::Float(max)) => number <= max,
        _ => true,
    };
    above && below
}

fn number(value: &Value<'_>) -> String {
    match value {
        Value::Unsigned(number) => format!("{number}"),
        Value::Signed(number) => format!("{number}"),
        Value::F32(number) => format!("{number:?}"),
        Value::F64(number) => format!("{number:?}"),
        other => format!("{other:?}"),
    }
}

fn text(range: RangeLimits) -> String {
    let limit = |limit: Option<Limit>| match limit {
        Some(Limit::Integer(value)) => format!("{value}"),
        Some(Limit::Natural(value)) => format!("{value}"),
        Some(Limit::Float(value)) => format!("{value:?}"),
        None => Default::default(),
    };
    let end = if range.max.is_some() { "..=" } else { ".." };
    format!("{}{end}{}", limit(range.min), limit(range.max))
}
