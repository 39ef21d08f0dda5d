//! Values that have no parts, in a few characters.

use migratable::schema::{Escaped, Field, Flags, Integer, Type};
use migratable::value::Value;

use crate::terminal::{DIM, LineBuffer, TEXT, WORD};
use crate::text;

/// Longer texts are cut, unless they are to be shown in full.
const TEXT_CHARS: usize = 200;

/// What a field says of its numbers.
#[derive(Clone, Copy, Default)]
pub(crate) struct Said<'f> {
    unit: Option<&'f Escaped>,
    flags: Option<&'f Flags>,
}

impl<'f> Said<'f> {
    pub(crate) fn of(field: Option<&'f Field>) -> Self {
        Self {
            unit: field.and_then(Field::unit),
            flags: field.map(Field::flags).filter(|flags| !flags.is_empty()),
        }
    }

    /// What it says of a part of a value of type `ty`. Of several types together it says
    /// nothing.
    pub(crate) fn of_part(self, ty: &Type) -> Self {
        Self {
            unit: None,
            flags: self.flags.filter(|_| ty.as_tuple().is_none()),
        }
    }

    /// The names of bits, if there are any.
    pub(crate) fn flags(self) -> Option<&'f Flags> {
        self.flags
    }
}

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

/// Writes a value without parts: numbers with their unit, in hexadecimal beside if that
/// differs, and with the names of their bits.
pub(super) fn show(to: &mut LineBuffer, ty: &Type, value: &Value<'_>, said: Said<'_>, full: bool) {
    let unit = said.unit;
    match value {
        Value::Unit => to.push("()"),
        Value::Bool(value) => to.styled(WORD, |to| to.push(if *value { "true" } else { "false" })),
        Value::Unsigned(value) => {
            integer(to, *value);
            with_unit(to, unit);
            if *value > 9 {
                beside(to, *value, 1);
            }
            names(to, *value, said);
        }
        Value::Signed(value) => {
            match i64::try_from(*value) {
                Ok(value) => to.number(value),
                Err(_) => to.number(*value),
            }
            with_unit(to, unit);
            if !(0..=9).contains(value) {
                beside(to, wrapped(ty, *value), 1);
            }
            names(to, wrapped(ty, *value), said);
        }
        Value::F32(value) => {
            to.add(format_args!("{value:?}"));
            with_unit(to, unit);
            if !value.is_finite() {
                beside(to, value.to_bits().into(), 8);
            }
        }
        Value::F64(value) => {
            to.add(format_args!("{value:?}"));
            with_unit(to, unit);
            if !value.is_finite() {
                beside(to, value.to_bits().into(), 16);
            }
        }
        Value::Char(value) => to.add_styled(TEXT, format_args!("{value:?}")),
        Value::String(value) => string(to, value, full),
        Value::Option(None) => to.styled(DIM, |to| to.push("none")),
        Value::Enum { tag, variant, .. } => {
            to.styled(WORD, |to| to.push(variant.name()));
            if variant.keeps_tag() && *tag != variant.tag() {
                to.push(", tag ");
                to.number(*tag);
            }
        }
        _ => {}
    }
}

fn integer(to: &mut LineBuffer, value: u128) {
    match u64::try_from(value) {
        Ok(value) => to.number(value),
        Err(_) => to.number(value),
    }
}

fn with_unit(to: &mut LineBuffer, unit: Option<&Escaped>) {
    if let Some(unit) = unit {
        to.push_char(' ');
        to.push(&text::plain(&unit.text()));
    }
}

/// Behind the value, the names of the bits that are set, if one has a name, and in hexadecimal
/// those that have none.
fn names(to: &mut LineBuffer, bits: u128, said: Said<'_>) {
    let Some(flags) = said.flags else { return };
    let mut names = flags.set_in(bits);
    let mut between = " ";
    for name in names.by_ref() {
        to.push(between);
        to.styled(WORD, |to| to.push(name));
        between = " | ";
    }
    if between != " " && names.rest() != 0 {
        to.push(between);
        to.push("0x");
        to.hex(names.rest(), 1);
    }
}

/// Behind the value, its bits in so many hexadecimal digits or more.
fn beside(to: &mut LineBuffer, bits: u128, digits: usize) {
    to.styled(DIM, |to| {
        to.push(" (0x");
        to.hex(bits, digits);
        to.push(")");
    });
}

/// A signed number's bits.
fn wrapped(ty: &Type, value: i128) -> u128 {
    let bits = ty.as_integer().map_or(128, Integer::bits);
    let unused = 128_u32.saturating_sub(bits.into());
    (value as u128) << unused >> unused
}

fn string(to: &mut LineBuffer, value: &str, full: bool) {
    let quoted = |to: &mut LineBuffer, text: &str| to.add_styled(TEXT, format_args!("{text:?}"));
    match value.char_indices().nth(TEXT_CHARS) {
        Some((end, _)) if !full => {
            let (shown, cut) = value.split_at(end);
            quoted(to, shown);
            to.add_styled(DIM, format_args!("… {} bytes more", cut.len()));
        }
        _ => quoted(to, value),
    }
}
