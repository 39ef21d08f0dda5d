//! What a schema says about the values of a field, besides their type.

use alloc::format;

use super::tree::{Item, Value};
use super::violation::Violation;
use crate::codec::Reason;
use crate::schema::{Field, Limit, RangeLimits};

pub(super) fn check(field: &Field, item: &Item<'_>) -> Result<(), Violation> {
    if let Some(max_len) = field.max_len() {
        let len = len(&item.value);
        if len as u64 > max_len {
            let text = format!("it has {len} elements, more than its max_len {max_len}");
            return Err(Violation::new(item.offset, Reason::Message(text.into())));
        }
    }
    match field.range() {
        Some(range) => check_range(range, &item.value)
            .map_err(|text| Violation::new(item.offset, Reason::Message(text.into()))),
        None => Ok(()),
    }
}

fn len(value: &Value<'_>) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Bytes(bytes) => bytes.len(),
        Value::Numbers(numbers) => numbers.count(),
        Value::Sequence(items) => items.len(),
        Value::Map(pairs) => pairs.len(),
        Value::Option(Some(inner)) => len(&inner.value),
        _ => 0,
    }
}

/// Tests a number, or each of several.
fn check_range(range: RangeLimits, value: &Value<'_>) -> Result<(), alloc::string::String> {
    let inside = match value {
        Value::Unsigned(number) => inside_integers(range, i128::try_from(*number).ok()),
        Value::Signed(number) => inside_integers(range, Some(*number)),
        Value::F32(number) => inside_floats(range, f64::from(*number)),
        Value::F64(number) => inside_floats(range, *number),
        Value::Option(Some(inner)) => return check_range(range, &inner.value),
        Value::Sequence(items) => {
            return items
                .iter()
                .try_for_each(|item| check_range(range, &item.value));
        }
        Value::Numbers(numbers) => {
            return numbers
                .iter()
                .try_for_each(|number| check_range(range, &number));
        }
        Value::Bytes(bytes) => {
            return bytes
                .iter()
                .try_for_each(|byte| check_range(range, &Value::Unsigned(u128::from(*byte))));
        }
        _ => true,
    };
    if inside {
        return Ok(());
    }
    Err(format!(
        "{} is outside its range {}",
        number(value),
        text(range)
    ))
}

/// `None` is a number above all that a range can name.
fn inside_integers(range: RangeLimits, number: Option<i128>) -> bool {
    let number = number.unwrap_or(i128::MAX);
    let above = !matches!(range.min, Some(Limit::Integer(min)) if number < min);
    above && !matches!(range.max, Some(Limit::Integer(max)) if number > max)
}

fn inside_floats(range: RangeLimits, number: f64) -> bool {
    let above = !matches!(range.min, Some(Limit::Float(min)) if !(number >= min));
    above && !matches!(range.max, Some(Limit::Float(max)) if !(number <= max))
}

fn number(value: &Value<'_>) -> alloc::string::String {
    match value {
        Value::Unsigned(number) => format!("{number}"),
        Value::Signed(number) => format!("{number}"),
        Value::F32(number) => format!("{number:?}"),
        Value::F64(number) => format!("{number:?}"),
        other => format!("{other:?}"),
    }
}

fn text(range: RangeLimits) -> alloc::string::String {
    let limit = |limit: Option<Limit>| match limit {
        Some(Limit::Integer(value)) => format!("{value}"),
        Some(Limit::Float(value)) => format!("{value:?}"),
        None => Default::default(),
    };
    let end = if range.max.is_some() { "..=" } else { ".." };
    format!("{}{end}{}", limit(range.min), limit(range.max))
}
