//! Values that have no parts, in a few characters.

use migratable::schema::Type;
use migratable::value::Value;

use crate::terminal::{DIM, TEXT, WORD, styled};
use crate::text;

/// Longer texts are cut, unless they are to be shown in full.
const TEXT_CHARS: usize = 200;

/// Whether a value has no parts.
pub(super) fn is_scalar(value: &Value<'_>) -> bool {
    match value {
        Value::Unit
        | Value::Bool(_)
        | Value::Unsigned(_)
        | Value::Signed(_)
        | Value::F32(_)
        | Value::F64(_)
        | Value::Char(_)
        | Value::String(_)
        | Value::Option(None) => true,
        Value::Enum { fields, .. } => fields.is_empty(),
        _ => false,
    }
}

/// A value without parts: numbers with their unit, and in hexadecimal beside
/// if that differs.
pub(super) fn show(ty: &Type, value: &Value<'_>, unit: Option<&str>, full: bool) -> String {
    let number = |decimal: String, beside: Option<String>| {
        let unit = unit.map_or_else(String::new, |unit| format!(" {}", text::plain(unit)));
        let beside = beside.map_or_else(String::new, |hex| styled(DIM, format!(" ({hex})")));
        format!("{decimal}{unit}{beside}")
    };
    match value {
        Value::Unit => "()".into(),
        Value::Bool(value) => styled(WORD, value),
        Value::Unsigned(value) => number(
            value.to_string(),
            (*value > 9).then(|| format!("{value:#x}")),
        ),
        Value::Signed(value) => {
            let outside = !(0..=9).contains(value);
            number(
                value.to_string(),
                outside.then(|| format!("{:#x}", wrapped(ty, *value))),
            )
        }
        Value::F32(value) => {
            let odd = !value.is_finite();
            number(
                format!("{value:?}"),
                odd.then(|| format!("{:#010x}", value.to_bits())),
            )
        }
        Value::F64(value) => {
            let odd = !value.is_finite();
            number(
                format!("{value:?}"),
                odd.then(|| format!("{:#018x}", value.to_bits())),
            )
        }
        Value::Char(value) => styled(TEXT, format!("{value:?}")),
        Value::String(value) => string(value, full),
        Value::Option(None) => styled(DIM, "none"),
        Value::Enum { tag, variant, .. } if variant.keeps_tag() && *tag != variant.tag() => {
            format!("{}, tag {tag}", styled(WORD, variant.name()))
        }
        Value::Enum { variant, .. } => styled(WORD, variant.name()),
        _ => String::new(),
    }
}

/// A signed number's bits.
fn wrapped(ty: &Type, value: i128) -> u128 {
    match ty {
        Type::Integer(integer) => {
            let unused = 128_u32.saturating_sub(integer.bits().into());
            (value as u128) << unused >> unused
        }
        _ => value as u128,
    }
}

fn string(value: &str, full: bool) -> String {
    match value.char_indices().nth(TEXT_CHARS) {
        Some((end, _)) if !full => {
            let (shown, cut) = value.split_at(end);
            let cut = format!("… {} bytes more", cut.len());
            format!("{}{}", styled(TEXT, text::quoted(shown)), styled(DIM, cut))
        }
        _ => styled(TEXT, text::quoted(value)),
    }
}
