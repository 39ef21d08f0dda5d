//! Values as JSON, for people and other tools. `docs/format.md`, "Values as
//! JSON", specifies the form.

use core::fmt;

use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};

use super::bytes::Bytes;
use super::cursor::End;
use super::parts::{Entries, Fields, Items};
use super::tree::Value;
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
        let Self { ty, value, reveal } = *self;
        let end = &End::default();
        let part = Part {
            ty,
            value,
            end,
            reveal,
        };
        part.serialize(serializer)
    }
}

/// A value that is read while it is written, and says where it ends.
#[derive(Clone, Copy)]
struct Part<'v, 'a> {
    ty: &'v Type,
    value: &'v Value<'a>,
    end: &'v End,
    reveal: bool,
}

impl<'v, 'a> Part<'v, 'a> {
    /// Another value, which is shown as this one is.
    fn other<'o>(&self, ty: &'o Type, value: &'o Value<'a>, end: &'o End) -> Part<'o, 'a> {
        Part {
            ty,
            value,
            end,
            reveal: self.reveal,
        }
    }

    fn elements<S: Serializer>(&self, items: &Items<'a>, to: S) -> Result<S::Ok, S::Error> {
        let mut elements = to.serialize_seq(None)?;
        items.try_each(self.end, |ty, value, end| {
            elements.serialize_element(&self.other(ty, value, end))
        })?;
        elements.end()
    }

    fn pairs<S: Serializer>(&self, entries: &Entries<'a>, to: S) -> Result<S::Ok, S::Error> {
        let mut pairs = to.serialize_seq(None)?;
        entries.try_each(self.end, |pair| {
            pairs.serialize_element(&pair.map(|(ty, value, end)| self.other(ty, value, end)))
        })?;
        pairs.end()
    }
}

impl Serialize for Part<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { ty, end, .. } = *self;
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
                let ty = content(ty);
                serializer.collect_seq(numbers.iter().map(|value| Number { ty, value }))
            }
            Value::Option(Some(inner)) => {
                let inner = self.other(content(ty), &inner.value, end);
                match inner.value {
                    // What could be `null` itself is wrapped.
                    Value::Unit | Value::Option(_) => only(serializer, "some", &inner),
                    _ => inner.serialize(serializer),
                }
            }
            Value::Sequence(items) => self.elements(items, serializer),
            Value::Map(entries) => self.pairs(entries, serializer),
            Value::Struct(fields) => Members { fields, of: self }.serialize(serializer),
            Value::Enum { tag, variant, .. } if variant.keeps_tag() && *tag != variant.tag() => {
                only(serializer, variant.name(), &Tag { tag: *tag })
            }
            Value::Enum { variant, .. } if variant.fields().is_empty() => {
                serializer.serialize_str(variant.name())
            }
            Value::Enum {
                variant, fields, ..
            } => only(serializer, variant.name(), &Members { fields, of: self }),
        }
    }
}

/// A number of many.
struct Number<'t> {
    ty: &'t Type,
    value: Value<'static>,
}

impl Serialize for Number<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        JsonForm::new(self.ty, &self.value, true).serialize(serializer)
    }
}

/// The type of what is in an option, or of the elements of a list or array.
fn content(ty: &Type) -> &Type {
    match ty.components() {
        Components::One(part) => part,
        Components::Nothing
        | Components::Entries { .. }
        | Components::Tuple(_)
        | Components::Struct(_)
        | Components::Enum(_) => ty,
    }
}

/// The fields of a struct or variant that are there.
struct Members<'v, 'a> {
    fields: &'v Fields<'a>,
    of: &'v Part<'v, 'a>,
}

impl Serialize for Members<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Self { fields, of } = *self;
        let mut map = serializer.serialize_map(None)?;
        fields.try_each_present(of.end, |field, value, end| {
            match field.sensitive() && !of.reveal {
                true => map.serialize_entry(field.name(), "(sensitive)"),
                false => map.serialize_entry(field.name(), &of.other(field.ty(), value, end)),
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
