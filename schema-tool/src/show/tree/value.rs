//! Values as branches.

use std::io;

use migratable::schema::{Field, Type};
use migratable::value::{FieldValue, Item, Value};

use super::Options;
use super::cells::{Cells, INLINE};
use super::dump;
use super::lines::Lines;
use super::scalar::{self, is_scalar};
use super::summary::first_line;
use crate::stream::element_type;
use crate::terminal::{DIM, HIDDEN, WORD, styled};
use crate::text;

/// So many elements are shown of a long sequence, unless all are wanted.
const ELEMENTS: usize = 16;

/// Bytes that are shown in one line with the field's name.
const INLINE_BYTES: usize = 16;

/// Draws the values of one section.
pub(super) struct Drawing<'p> {
    pub(super) payload: &'p [u8],
    pub(super) options: Options,
}

/// A branch that is about to be drawn.
struct Branch<'v, 'a> {
    label: String,
    ty: &'v Type,
    /// `None` is an absent subsection.
    item: Option<&'v Item<'a>>,
    field: Option<&'v Field>,
    tag: Option<u32>,
}

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
                let all =
                    uniform_byte(bytes).map_or_else(String::new, |byte| format!(", all 0x{byte}"));
                self.sequence_head(ty, bytes.len()) + &all
            }
            (Value::Map(pairs), _) => {
                format!(
                    "{}, {}",
                    styled(DIM, ty),
                    super::count(pairs.len() as u64, "entry").replace("entrys", "entries")
                )
            }
            (Value::Numbers(_) | Value::Sequence(_), _) => self.sequence(ty, value),
            _ => styled(DIM, ty),
        }
    }

    fn sequence(&self, ty: &Type, value: &Value<'_>) -> String {
        let item = Item {
            offset: 0,
            len: 0,
            value: value.clone(),
        };
        match Cells::of(&item) {
            Some(cells) if cells.count() <= INLINE => {
                let prefix = if cells.in_hex() { "0x" } else { "" };
                let texts: Vec<String> = cells
                    .iter()
                    .map(|(_, text)| format!("{prefix}{text}"))
                    .collect();
                match ty {
                    Type::Tuple(_) => format!("({})", texts.join(", ")),
                    _ => format!("[{}]", texts.join(", ")),
                }
            }
            Some(cells) => {
                let all = match (cells.uniform(), cells.in_hex()) {
                    (Some(cell), true) => format!(", all 0x{cell}"),
                    (Some(cell), false) => format!(", all {cell}"),
                    (None, true) => styled(DIM, ", in hex"),
                    (None, false) => String::new(),
                };
                self.sequence_head(ty, cells.count()) + &all
            }
            None => match value {
                Value::Sequence(items) => self.sequence_head(ty, items.len()),
                _ => String::new(),
            },
        }
    }

    /// The type, with the number of elements if that does not say it.
    fn sequence_head(&self, ty: &Type, count: usize) -> String {
        let count = match ty {
            Type::Array { .. } | Type::Tuple(_) => String::new(),
            _ => format!(", {}", super::count(count as u64, "element")),
        };
        styled(DIM, format!("{ty}{count}"))
    }

    /// The value of the only field, if it is unnamed and has no parts.
    fn only_scalar(&self, fields: &[FieldValue<'_>]) -> Option<String> {
        let [
            FieldValue {
                field,
                item: Some(item),
                ..
            },
        ] = fields
        else {
            return None;
        };
        let inline = field.name() == "0" && is_scalar(&item.value);
        let hidden = field.sensitive() && !self.options.reveal;
        (inline && !hidden).then(|| self.head(field.ty(), &item.value, Some(field)))
    }

    /// Branches and rows for the parts of a value.
    pub(super) fn body(&self, lines: &mut Lines<'_>, ty: &Type, item: &Item<'_>) -> io::Result<()> {
        match (&item.value, ty) {
            (Value::Option(Some(item)), Type::Option(inner)) => self.body(lines, inner, item),
            (Value::Struct(fields), _) => self.fields(lines, fields),
            (Value::Enum { fields, .. }, _) if self.only_scalar(fields).is_none() => {
                self.fields(lines, fields)
            }
            (Value::Map(pairs), Type::Map { key, value }) => self.map(lines, key, value, pairs),
            (Value::Bytes(bytes), _) => {
                match bytes.len() <= INLINE_BYTES || uniform_byte(bytes).is_some() {
                    true if !self.options.full || bytes.len() <= INLINE_BYTES => Ok(()),
                    _ => self.bytes(
                        lines,
                        (item.offset + item.len).saturating_sub(bytes.len()),
                        bytes,
                    ),
                }
            }
            (Value::Numbers(_) | Value::Sequence(_), _) => match Cells::of(item) {
                Some(cells) if cells.count() <= INLINE => Ok(()),
                Some(cells) if cells.uniform().is_some() && !self.options.full => Ok(()),
                Some(cells) => self.cells(lines, cells),
                None => match &item.value {
                    Value::Sequence(items) => self.elements(lines, ty, items),
                    _ => Ok(()),
                },
            },
            _ => Ok(()),
        }
    }

    fn fields(&self, lines: &mut Lines<'_>, fields: &[FieldValue<'_>]) -> io::Result<()> {
        let name_len = |field: &FieldValue<'_>| field.field.name().len();
        let width = fields.iter().map(name_len).max().unwrap_or(0);
        for (index, value) in fields.iter().enumerate() {
            let branch = Branch {
                label: format!("{:width$}", value.field.name()),
                ty: value.field.ty(),
                item: value.item.as_ref(),
                field: Some(value.field),
                tag: value.tag,
            };
            self.branch(lines, &branch, index + 1 == fields.len())?;
        }
        Ok(())
    }

    /// Elements with parts. Equal ones that follow one another are shown once.
    fn elements(&self, lines: &mut Lines<'_>, ty: &Type, items: &[Item<'_>]) -> io::Result<()> {
        let mut index = 0;
        let mut shown = 0;
        let most = self.shown(items.len(), ELEMENTS);
        while let Some(item) = items.get(index) {
            if shown >= most {
                return self.rest(lines, items.len() - index, "element");
            }
            let equal = self.equal(items.get(index..).unwrap_or_default());
            let next = index + equal;
            let label = match equal {
                1 => format!("[{index}]"),
                _ => format!("[{index}..={}]", next - 1),
            };
            let branch = Branch {
                label,
                ty: element_type(ty, index).unwrap_or(ty),
                item: Some(item),
                field: None,
                tag: None,
            };
            self.branch(lines, &branch, next >= items.len())?;
            (index, shown) = (next, shown + 1);
        }
        Ok(())
    }

    /// How many items are equal to the first, which is one of them. Values are
    /// equal if their bytes are.
    fn equal(&self, items: &[Item<'_>]) -> usize {
        if self.options.full {
            return 1;
        }
        let bytes = |item: &Item<'_>| self.payload.get(item.offset..)?.get(..item.len);
        let Some(first) = items.first().and_then(bytes) else {
            return 1;
        };
        items
            .iter()
            .take_while(|item| bytes(item) == Some(first))
            .count()
            .max(1)
    }

    fn map(
        &self,
        lines: &mut Lines<'_>,
        key_type: &Type,
        value_type: &Type,
        pairs: &[(Item<'_>, Item<'_>)],
    ) -> io::Result<()> {
        let shown = self.shown(pairs.len(), ELEMENTS);
        for (index, (key, value)) in pairs.iter().enumerate().take(shown) {
            let last = index + 1 == pairs.len();
            if is_scalar(&key.value) {
                let key = scalar::show(key_type, &key.value, None, self.options.full);
                let label = format!("{{{index}}} {key}:");
                let branch = Branch {
                    label,
                    ty: value_type,
                    item: Some(value),
                    field: None,
                    tag: None,
                };
                self.branch(lines, &branch, last)?;
                continue;
            }
            lines.branch(Some(key.offset), last, &format!("{{{index}}}"))?;
            lines.enter(last);
            for (label, ty, item) in [("key  ", key_type, key), ("value", value_type, value)] {
                let branch = Branch {
                    label: label.into(),
                    ty,
                    item: Some(item),
                    field: None,
                    tag: None,
                };
                self.branch(lines, &branch, label == "value")?;
            }
            lines.leave();
        }
        self.rest(lines, pairs.len() - shown, "entry")
    }

    fn branch(&self, lines: &mut Lines<'_>, branch: &Branch<'_, '_>, last: bool) -> io::Result<()> {
        let hidden = branch.field.is_some_and(Field::sensitive) && !self.options.reveal;
        let head = match branch.item {
            None => styled(DIM, "absent"),
            Some(_) if hidden => styled(HIDDEN, "(sensitive)"),
            Some(item) => self.head(branch.ty, &item.value, branch.field),
        };
        let offset = branch.item.map(|item| item.offset);
        let line = format!("{}  {head}{}", branch.label, self.notes(branch));
        lines.branch(offset, last, line.trim_end())?;
        lines.enter(last);
        if let Some(item) = branch.item.filter(|_| !hidden) {
            self.body(lines, branch.ty, item)?;
        }
        lines.leave();
        Ok(())
    }

    /// What the schema says of a field.
    fn notes(&self, branch: &Branch<'_, '_>) -> String {
        let tag = branch
            .tag
            .map_or_else(String::new, |tag| format!("  subsection {tag}"));
        let doc = branch
            .field
            .and_then(Field::doc)
            .filter(|_| self.options.docs);
        let doc = doc.map_or_else(String::new, |doc| format!("  {}", first_line(&doc.text())));
        match tag.is_empty() && doc.is_empty() {
            true => String::new(),
            false => styled(DIM, tag + &doc),
        }
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

fn uniform_byte(bytes: &[u8]) -> Option<String> {
    let (first, rest) = bytes.split_first()?;
    (!rest.is_empty() && rest.iter().all(|byte| byte == first)).then(|| format!("{first:02x}"))
}
