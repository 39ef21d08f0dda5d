//! Values as branches.

use std::io;

use migratable::schema::{Field, Type};
use migratable::value::{FieldValue, Item, Value};

use super::Options;
use super::cells::{Cells, INLINE};
use super::head::{INLINE_BYTES, uniform_byte};
use super::lines::Lines;
use super::scalar::{self, is_scalar};
use super::summary::first_line;
use crate::stream::element_type;
use crate::terminal::{DIM, HIDDEN, styled};

/// So many elements are shown of a long sequence, unless all are wanted.
const ELEMENTS: usize = 16;

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
    /// Branches and rows for the parts of a value.
    pub(super) fn body(&self, lines: &mut Lines<'_>, ty: &Type, item: &Item<'_>) -> io::Result<()> {
        match (&item.value, ty) {
            (Value::Option(Some(item)), Type::Option(inner)) => self.body(lines, inner, item),
            (Value::Struct(fields), _) => self.fields(lines, fields),
            (Value::Enum { fields, .. }, _) if self.only_scalar(fields).is_none() => {
                self.fields(lines, fields)
            }
            (Value::Map(pairs), Type::Map { key, value }) => self.map(lines, key, value, pairs),
            (Value::Bytes(_) | Value::Numbers(_) | Value::Sequence(_), _) => {
                self.sequence(lines, ty, item)
            }
            _ => Ok(()),
        }
    }

    /// The elements, unless the line of the name has them already.
    fn sequence(&self, lines: &mut Lines<'_>, ty: &Type, item: &Item<'_>) -> io::Result<()> {
        let end = item.offset + item.len;
        let full = self.options.full;
        match (&item.value, Cells::of(&item.value, end)) {
            (Value::Bytes(bytes), _) => {
                let said = !full && uniform_byte(bytes).is_some();
                match said || bytes.len() <= INLINE_BYTES {
                    true => Ok(()),
                    false => self.bytes(lines, end.saturating_sub(bytes.len()), bytes),
                }
            }
            (_, Some(cells)) => {
                let said = !full && cells.uniform().is_some();
                match said || cells.count() <= INLINE {
                    true => Ok(()),
                    false => self.cells(lines, cells),
                }
            }
            (Value::Sequence(items), None) => self.elements(lines, ty, items),
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
