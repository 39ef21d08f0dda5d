//! Values in the line of their name.

use migratable::schema::Type;
use migratable::value::{Bytes, FieldValue, Fields, Value};

use super::cells::{Cells, INLINE};
use super::dump;
use super::scalar::{self, Said, is_scalar};
use super::value::Drawing;
use crate::show::count;
use crate::stream::element_type;
use crate::terminal::{DIM, LineBuffer, WORD};
use crate::text;

/// Bytes that are shown in one line with the field's name.
pub(super) const INLINE_BYTES: usize = 16;

impl Drawing<'_> {
    /// Writes what is said of a value in the line of its name.
    pub(super) fn head(&self, to: &mut LineBuffer, ty: &Type, value: &Value<'_>, said: Said<'_>) {
        match value {
            Value::Option(Some(item)) => {
                let inner = ty.as_option().map_or(ty, |inner| inner);
                let is_wrapped = matches!(item.value, Value::Option(_) | Value::Unit);
                if is_wrapped {
                    to.push("some(");
                }
                self.head(to, inner, &item.value, said);
                if is_wrapped {
                    to.push(")");
                }
            }
            _ if is_scalar(value) => scalar::show(to, ty, value, said, self.options.full),
            Value::Enum {
                variant, fields, ..
            } => {
                to.styled(WORD, |to| to.push(variant.name()));
                if let Some(only) = self.only_scalar(fields) {
                    to.push("(");
                    if let Some(item) = &only.item {
                        self.head(to, only.field.ty(), &item.value, Said::of(Some(only.field)));
                    }
                    to.push(")");
                }
            }
            Value::Bytes(bytes) if said.flags().is_some() && bytes.len() <= INLINE => {
                let bytes = bytes.to_memory();
                let values = bytes.iter().map(|byte| Value::Unsigned((*byte).into()));
                named(to, ty, values, said);
            }
            Value::Bytes(bytes) if bytes.len() <= INLINE_BYTES => {
                short_bytes(to, &bytes.to_memory());
            }
            Value::Bytes(bytes) => {
                counted(to, ty, bytes.len());
                if let Some(byte) = uniform_byte(*bytes) {
                    to.push(", all 0x");
                    to.hex(byte.into(), 2);
                }
            }
            Value::Map(pairs) => {
                to.add_styled(DIM, ty);
                to.push(", ");
                to.push(&count(pairs.len() as u64, "entry"));
            }
            Value::Numbers(_) | Value::Sequence(_) => sequence(to, ty, value, said),
            _ => to.add_styled(DIM, ty),
        }
    }

    /// The only field, if it is unnamed and has no parts.
    pub(super) fn only_scalar<'a>(&self, fields: &Fields<'a>) -> Option<FieldValue<'a>> {
        let mut all = fields.iter();
        let (Some(only), None) = (all.next(), all.next()) else {
            return None;
        };
        let item = only.item.as_ref()?;
        let inline = only.field.name() == "0" && is_scalar(&item.value);
        let hidden = only.field.sensitive() && !self.options.reveal;
        (inline && !hidden).then_some(only)
    }
}

fn sequence(to: &mut LineBuffer, ty: &Type, value: &Value<'_>, said: Said<'_>) {
    // Where the elements stand plays no part in one line.
    let Some(cells) = Cells::of(value, 0) else {
        if let Value::Sequence(items) = value {
            counted(to, ty, items.len());
        }
        return;
    };
    if said.of_part(ty).flags().is_some() && cells.count() <= INLINE {
        let values = cells.iter().map(|(_, value)| value);
        return named(to, ty, values, said);
    }
    let prefix = if cells.in_hex() { "0x" } else { "" };
    if cells.count() <= INLINE {
        let (open, close) = match ty.as_tuple() {
            Some(_) => ("(", ")"),
            None => ("[", "]"),
        };
        to.push(open);
        for (index, (_, value)) in cells.iter().enumerate() {
            if index > 0 {
                to.push(", ");
            }
            to.push(prefix);
            cells.write(to, &value);
        }
        return to.push(close);
    }
    counted(to, ty, cells.count());
    match cells.uniform() {
        Some(value) => {
            to.push(", all ");
            to.push(prefix);
            cells.write(to, &value);
        }
        None if cells.in_hex() => to.styled(DIM, |to| to.push(", in hex")),
        None => {}
    }
}

/// Elements with the names of their bits.
fn named<'v>(
    to: &mut LineBuffer,
    ty: &Type,
    values: impl Iterator<Item = Value<'v>>,
    said: Said<'_>,
) {
    to.push("[");
    for (index, value) in values.enumerate() {
        if index > 0 {
            to.push(", ");
        }
        let element = element_type(ty, index).unwrap_or(ty);
        scalar::show(to, element, &value, said.of_part(ty), false);
    }
    to.push("]");
}

/// The type, with the number of elements if that does not say it.
fn counted(to: &mut LineBuffer, ty: &Type, elements: usize) {
    match ty.has_len() {
        false => to.add_styled(DIM, ty),
        true => {
            let elements = count(elements as u64, "element");
            to.add_styled(DIM, format_args!("{ty}, {elements}"));
        }
    }
}

/// Bytes in one line, and as text where they are nothing but that.
fn short_bytes(to: &mut LineBuffer, bytes: &[u8]) {
    to.push("[");
    to.bytes(bytes);
    to.push("]");
    let plain = !bytes.is_empty() && bytes.iter().all(|byte| (b' '..=b'~').contains(byte));
    if plain {
        to.push(" ");
        to.add_styled(DIM, text::quoted(&dump::ascii(bytes)));
    }
}

/// The byte that several are.
pub(super) fn uniform_byte(bytes: Bytes<'_>) -> Option<u8> {
    let first = bytes.get(0).filter(|_| bytes.len() > 1)?;
    let test = |piece: &[u8]| match piece.iter().all(|byte| *byte == first) {
        true => Ok(()),
        false => Err(()),
    };
    bytes
        .try_pieces(Bytes::AT_HAND, test)
        .is_ok()
        .then_some(first)
}
