//! Values as JSON, for people and other tools. `docs/format.md`, "Values as
//! JSON", specifies the form.

use core::fmt;

use serde::ser::{Serialize, SerializeMap, Serializer};

use super::bytes::Bytes;
use super::parts::Fields;
use super::tree::{Item, Value};
use crate::schema::{Components, Integer, Type};

/// A value in its JSON form, for any serializer of JSON. It is read while it is
/// written, so that it takes no memory, whatever its size.
///
/// ```
/// use migratable::value::{self, JsonForm};
///
/// let ty = <(u16, Option<bool>) as migratable::Migratable>::TYPE;
/// let item = value::read(ty, &[7, 0, 1, 1])?;
/// let text = serde_json::to_string(&JsonForm::new(ty, &item.value, false)).unwrap();
/// assert_eq!(text, "[7,true]");
/// # Ok::<(), migratable::value::Violation>(())
/// ```
#[derive(Clone, Copy, Debug)]
pub struct JsonForm<'v, 'a> {
    ty: &'v Type,
    value: &'v Value<'a>,
    reveal: bool,
}

impl<'v, 'a> JsonForm<'v, 'a> {
    /// A value of type `ty`. Fields marked `sensitive` are replaced unless
    /// `reveal`.
    pub fn new(ty: &'v Type, value: &'v Value<'a>, reveal: bool) -> Self {
        Self { ty, value, reveal }
    }
}

impl Serialize for JsonForm<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { ty, reveal, .. } = *self;
        match self.value {
            Value::Unit | Value::Option(None) => serializer.serialize_unit(),
            Value::Bool(value) => serializer.serialize_bool(*value),
            Value::Unsigned(value) => unsigned(ty, *value, serializer),
            Value::Signed(value) => signed(ty, *value, serializer),
            // JSON has no infinities and no NaN: those are written as their bits.
            Value::F32(value) if value.is_finite() => serializer.serialize_f64((*value).into()),
            Value::F64(value) if value.is_finite() => serializer.serialize_f64(*value),
            Value::F32(value) => {
                serializer.collect_str(&format_args!("f32:{:08x}", value.to_bits()))
            }
            Value::F64(value) => {
                serializer.collect_str(&format_args!("f64:{:016x}", value.to_bits()))
            }
            Value::Char(value) => serializer.serialize_char(*value),
            Value::String(value) => serializer.serialize_str(value),
            Value::Bytes(bytes) => serializer.collect_str(&Hex(*bytes)),
            Value::Numbers(numbers) => {
                let ty = part_of(ty, 0);
                serializer.collect_seq(numbers.iter().map(|value| Child { ty, value, reveal }))
            }
            Value::Option(Some(inner)) => match inner.value {
                // What could be `null` itself is wrapped.
                Value::Unit | Value::Option(_) => only(
                    serializer,
                    "some",
                    &Self::new(part_of(ty, 0), &inner.value, reveal),
                ),
                _ => Self::new(part_of(ty, 0), &inner.value, reveal).serialize(serializer),
            },
            Value::Sequence(items) => {
                let items = items.iter().enumerate();
                serializer
                    .collect_seq(items.map(|(i, item)| Child::of(part_of(ty, i), item, reveal)))
            }
            Value::Map(entries) => serializer.collect_seq(
                (entries.iter())
                    .map(|(key, value)| [(0, key), (1, value)])
                    .map(|entry| entry.map(|(i, item)| Child::of(part_of(ty, i), item, reveal))),
            ),
            Value::Struct(fields) => Members { fields, reveal }.serialize(serializer),
            Value::Enum { tag, variant, .. } if variant.keeps_tag() && *tag != variant.tag() => {
                only(serializer, variant.name(), &Tag { tag: *tag })
            }
            Value::Enum { variant, .. } if variant.fields().is_empty() => {
                serializer.serialize_str(variant.name())
            }
            Value::Enum {
                variant, fields, ..
            } => only(serializer, variant.name(), &Members { fields, reveal }),
        }
    }
}

/// A value that is read while it is written.
struct Child<'t, 'a> {
    ty: &'t Type,
    value: Value<'a>,
    reveal: bool,
}

impl<'t, 'a> Child<'t, 'a> {
    fn of(ty: &'t Type, item: Item<'a>, reveal: bool) -> Self {
        let value = item.value;
        Self { ty, value, reveal }
    }
}

/// The type of a part of a value that is no field.
fn part_of(ty: &Type, index: usize) -> &Type {
    match ty.components() {
        Components::One(part) => part,
        Components::Entries { key, .. } if index == 0 => key,
        Components::Entries { value, .. } => value,
        Components::Tuple(parts) => parts.get(index).map_or(ty, |part| part),
        Components::Nothing | Components::Struct(_) | Components::Enum(_) => ty,
    }
}

impl Serialize for Child<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        JsonForm::new(self.ty, &self.value, self.reveal).serialize(serializer)
    }
}

/// The fields of a struct or variant that are there.
struct Members<'v, 'a> {
    fields: &'v Fields<'a>,
    reveal: bool,
}

impl Serialize for Members<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        self.fields
            .try_each_present(|field, item| match field.sensitive() && !self.reveal {
                true => map.serialize_entry(field.name(), "(sensitive)"),
                false => {
                    let value = JsonForm::new(field.ty(), &item.value, self.reveal);
                    map.serialize_entry(field.name(), &value)
                }
            })?;
        map.end()
    }
}

/// A tag that the writer's schema does not know.
#[derive(serde::Serialize)]
struct Tag {
    tag: u32,
}

/// An object with one member.
fn only<S: Serializer>(
    serializer: S,
    name: &str,
    value: &(impl Serialize + ?Sized),
) -> Result<S::Ok, S::Error> {
    let mut map = serializer.serialize_map(Some(1))?;
    map.serialize_entry(name, value)?;
    map.end()
}

/// A number, or a string of its digits where the type is one that many readers
/// of JSON would round.
fn unsigned<S: Serializer>(ty: &Type, value: u128, serializer: S) -> Result<S::Ok, S::Error> {
    match u64::try_from(value) {
        Ok(value) if !is_wide(ty) => serializer.serialize_u64(value),
        Ok(value) => Text::of(value).serialize(serializer),
        Err(_) => serializer.collect_str(&value),
    }
}

fn signed<S: Serializer>(ty: &Type, value: i128, serializer: S) -> Result<S::Ok, S::Error> {
    match i64::try_from(value) {
        Ok(value) if !is_wide(ty) => serializer.serialize_i64(value),
        Ok(value) => Text::of(value).serialize(serializer),
        Err(_) => serializer.collect_str(&value),
    }
}

/// A short text of ASCII, which serializers take faster as a whole than in pieces.
struct Text<const N: usize> {
    bytes: [u8; N],
    len: usize,
}

impl Text<20> {
    /// The digits of a number of at most 64 bits, perhaps behind a sign.
    fn of(number: impl fmt::Display) -> Self {
        let mut text = Self {
            bytes: [0; 20],
            len: 0,
        };
        // Twenty bytes are enough for all.
        let _ = fmt::write(&mut text, format_args!("{number}"));
        text
    }
}

impl<const N: usize> fmt::Write for Text<N> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let end = self.len + text.len();
        let to = self.bytes.get_mut(self.len..end).ok_or(fmt::Error)?;
        to.copy_from_slice(text.as_bytes());
        self.len = end;
        Ok(())
    }
}

impl<const N: usize> Text<N> {
    fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..self.len).unwrap_or_default();
        core::str::from_utf8(bytes).unwrap_or_default()
    }

    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

fn is_wide(ty: &Type) -> bool {
    ty.as_integer().is_some_and(Integer::is_wide)
}

/// Bytes, two digits each.
pub(crate) struct Hex<'a>(pub(crate) Bytes<'a>);

impl fmt::Display for Hex<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let digit = |nibble: u8| DIGITS[usize::from(nibble & 15)];
        self.0.try_pieces(64, |chunk| {
            let mut text = Text {
                bytes: [0; 128],
                len: 2 * chunk.len(),
            };
            for (to, byte) in text.bytes.chunks_exact_mut(2).zip(chunk) {
                to.copy_from_slice(&[digit(byte >> 4), digit(*byte)]);
            }
            f.write_str(text.as_str())
        })
    }
}
