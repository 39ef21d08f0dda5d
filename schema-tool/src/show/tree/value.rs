//! Values as branches.

use std::io;

use migratable::schema::{Field, Type};
use migratable::value::{Entries, FieldValue, Fields, Item, Items, Value};

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
struct Branch<'a> {
    label: String,
    ty: &'a Type,
    /// `None` is an absent subsection.
    item: Option<Item<'a>>,
    field: Option<&'a Field>,
    tag: Option<u32>,
}

impl<'a> Branch<'a> {
    /// An element, a key or a value.
    fn part(label: String, ty: &'a Type, item: Item<'a>) -> Self {
        Self {
            label,
            ty,
            item: Some(item),
            field: None,
            tag: None,
        }
    }
}

impl Drawing<'_> {
    /// Branches and rows for the parts of a value.
    pub(super) fn body(&self, lines: &mut Lines<'_>, ty: &Type, item: &Item<'_>) -> io::Result<()> {
        match (&item.value, ty) {
            (Value::Option(Some(item)), Type::Option(inner)) => self.body(lines, inner, item),
            (Value::Struct(fields), _) => self.fields(lines, *fields),
            (Value::Enum { fields, .. }, _) if self.only_scalar(fields).is_none() => {
                self.fields(lines, *fields)
            }
            (Value::Map(pairs), Type::Map { key, value }) => self.map(lines, key, value, *pairs),
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
            (Value::Sequence(items), None) => self.elements(lines, ty, *items),
            _ => Ok(()),
        }
    }

    fn fields(&self, lines: &mut Lines<'_>, fields: Fields<'_>) -> io::Result<()> {
        let name_len = |field: FieldValue<'_>| field.field.name().len();
        let width = fields.iter().map(name_len).max().unwrap_or(0);
        let mut left = fields.len();
        for value in fields.iter() {
            left = left.saturating_sub(1);
            let branch = Branch {
                label: format!("{:width$}", value.field.name()),
                ty: value.field.ty(),
                item: value.item,
                field: Some(value.field),
                tag: value.tag,
            };
            self.branch(lines, &branch, left == 0)?;
        }
        Ok(())
    }

    /// Elements with parts. Equal ones that follow one another are shown once.
    fn elements(&self, lines: &mut Lines<'_>, ty: &Type, items: Items<'_>) -> io::Result<()> {
        let count = items.len();
        let most = self.shown(count, ELEMENTS);
        let mut items = items.iter().enumerate().peekable();
        for _ in 0..most {
            let Some((first, item)) = items.next() else {
                return Ok(());
            };
            let mut last = first;
            while let Some((index, _)) = items.next_if(|(_, next)| self.equal(&item, next)) {
                last = index;
            }
            let label = match last == first {
                true => format!("[{first}]"),
                false => format!("[{first}..={last}]"),
            };
            self.branch(
                lines,
                &Branch::part(label, element_type(ty, first).unwrap_or(ty), item),
                last + 1 == count,
            )?;
        }
        match items.next() {
            Some((next, _)) => self.rest(lines, count.saturating_sub(next), "element"),
            None => Ok(()),
        }
    }

    /// Values are equal if their bytes are.
    fn equal(&self, item: &Item<'_>, next: &Item<'_>) -> bool {
        let bytes = |item: &Item<'_>| self.payload.get(item.offset..)?.get(..item.len);
        !self.options.full && bytes(item) == bytes(next)
    }

    fn map(
        &self,
        lines: &mut Lines<'_>,
        key_type: &Type,
        value_type: &Type,
        entries: Entries<'_>,
    ) -> io::Result<()> {
        let count = entries.len();
        let shown = self.shown(count, ELEMENTS);
        for (index, (key, value)) in entries.iter().enumerate().take(shown) {
            let last = index + 1 == count;
            if is_scalar(&key.value) {
                let key = scalar::show(key_type, &key.value, None, self.options.full);
                let label = format!("{{{index}}} {key}:");
                self.branch(lines, &Branch::part(label, value_type, value), last)?;
                continue;
            }
            lines.branch(Some(key.offset), last, &format!("{{{index}}}"))?;
            lines.enter(last);
            self.branch(lines, &Branch::part("key  ".into(), key_type, key), false)?;
            self.branch(
                lines,
                &Branch::part("value".into(), value_type, value),
                true,
            )?;
            lines.leave();
        }
        self.rest(lines, count.saturating_sub(shown), "entry")
    }

    fn branch(&self, lines: &mut Lines<'_>, branch: &Branch<'_>, last: bool) -> io::Result<()> {
        let hidden = branch.field.is_some_and(Field::sensitive) && !self.options.reveal;
        let head = match &branch.item {
            None => styled(DIM, "absent"),
            Some(_) if hidden => styled(HIDDEN, "(sensitive)"),
            Some(item) => self.head(branch.ty, &item.value, branch.field),
        };
        let offset = branch.item.as_ref().map(|item| item.offset);
        let line = format!("{}  {head}{}", branch.label, self.notes(branch));
        lines.branch(offset, last, line.trim_end())?;
        lines.enter(last);
        if let Some(item) = branch.item.as_ref().filter(|_| !hidden) {
            self.body(lines, branch.ty, item)?;
        }
        lines.leave();
        Ok(())
    }

    /// What the schema says of a field.
    fn notes(&self, branch: &Branch<'_>) -> String {
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
