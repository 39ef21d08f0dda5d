//! Values in the line of their name.

use migratable::schema::{Field, Type};
use migratable::value::{Fields, Value};

use super::cells::{Cells, INLINE};
use super::dump;
use super::scalar::{self, is_scalar};
use super::value::Drawing;
use crate::show::count;
use crate::terminal::{DIM, WORD, styled};
use crate::text;

/// Bytes that are shown in one line with the field's name.
pub(super) const INLINE_BYTES: usize = 16;

impl Drawing<'_> {
    /// What is said of a value in the line of its name.
    pub(super) fn head(&self, ty: &Type, value: &Value<'_>, field: Option<&Field>) -> String {
        let unit = field.and_then(Field::unit).map(|unit| unit.text());
        match (value, ty) {
            (Value::Option(Some(item)), Type::Option(inner)) => {
                let head = self.head(inner, &item.value, field);
                match item.value {
                    Value::Option(_) | Value::Unit => format!("some({head})"),
                    _ => head,
                }
            }
            _ if is_scalar(value) => scalar::show(ty, value, unit.as_deref(), self.options.full),
            (
                Value::Enum {
                    variant, fields, ..
                },
                _,
            ) => {
                let name = styled(WORD, variant.name());
                match self.only_scalar(fields) {
                    Some(inner) => format!("{name}({inner})"),
                    None => name,
                }
            }
            (Value::Bytes(bytes), _) if bytes.len() <= INLINE_BYTES => short_bytes(bytes),
            (Value::Bytes(bytes), _) => {
                let all = uniform_byte(bytes).map(|byte| format!(", all 0x{byte:02x}"));
                counted(ty, bytes.len()) + &all.unwrap_or_default()
            }
            (Value::Map(pairs), _) => {
                format!(
                    "{}, {}",
                    styled(DIM, ty),
                    count(pairs.len() as u64, "entry")
                )
            }
            (Value::Numbers(_) | Value::Sequence(_), _) => sequence(ty, value),
            _ => styled(DIM, ty),
        }
    }

    /// The value of the only field, if it is unnamed and has no parts.
    pub(super) fn only_scalar(&self, fields: &Fields<'_>) -> Option<String> {
        let mut all = fields.iter();
        let (Some(only), None) = (all.next(), all.next()) else {
            return None;
        };
        let item = only.item.as_ref()?;
        let inline = only.field.name() == "0" && is_scalar(&item.value);
        let hidden = only.field.sensitive() && !self.options.reveal;
        (inline && !hidden).then(|| self.head(only.field.ty(), &item.value, Some(only.field)))
    }
}

fn sequence(ty: &Type, value: &Value<'_>) -> String {
    // Where the elements stand plays no part in one line.
    let Some(cells) = Cells::of(value, 0) else {
        return match value {
            Value::Sequence(items) => counted(ty, items.len()),
            _ => String::new(),
        };
    };
    let prefix = if cells.in_hex() { "0x" } else { "" };
    if cells.count() <= INLINE {
        let texts: Vec<String> = cells
            .iter()
            .map(|(_, text)| format!("{prefix}{text}"))
            .collect();
        return match ty {
            Type::Tuple(_) => format!("({})", texts.join(", ")),
            _ => format!("[{}]", texts.join(", ")),
        };
    }
    let note = match cells.uniform() {
        Some(cell) => format!(", all {prefix}{cell}"),
        None if cells.in_hex() => styled(DIM, ", in hex"),
        None => String::new(),
    };
    counted(ty, cells.count()) + &note
}

/// The type, with the number of elements if that does not say it.
fn counted(ty: &Type, elements: usize) -> String {
    match ty {
        Type::Array { .. } | Type::Tuple(_) => styled(DIM, ty),
        _ => styled(DIM, format!("{ty}, {}", count(elements as u64, "element"))),
    }
}

/// Bytes in one line, and as text where they are nothing but that.
fn short_bytes(bytes: &[u8]) -> String {
    let hex = text::hex(bytes);
    let plain = !bytes.is_empty() && bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    match plain {
        true => format!("[{hex}] {}", styled(DIM, text::quoted(&dump::ascii(bytes)))),
        false => format!("[{hex}]"),
    }
}

/// The byte that several are.
pub(super) fn uniform_byte(bytes: &[u8]) -> Option<u8> {
    let (first, rest) = bytes.split_first()?;
    (!rest.is_empty() && rest.iter().all(|byte| byte == first)).then_some(*first)
}
