//! Values as branches.

use std::io;

use migratable::schema::{Field, Type};
use migratable::value::{Bytes, Entries, Fields, Item, Items, Value};

use super::Options;
use super::cells::{Cells, INLINE};
use super::head::{INLINE_BYTES, uniform_byte};
use super::lines::Lines;
use super::scalar::{self, Said, is_scalar};
use super::summary::first_line;
use crate::stream::element_type;
use crate::terminal::{DIM, HIDDEN, LineBuffer};

/// So many elements are shown of a long sequence, unless all are wanted.
const ELEMENTS: usize = 16;

/// Draws the values of one section.
pub(super) struct Drawing<'p> {
    pub(super) payload: Bytes<'p>,
    pub(super) options: Options,
}

/// A branch that is about to be drawn.
struct Branch<'a> {
    label: Label<'a>,
    ty: &'a Type,
    /// `None` is an absent subsection.
    item: Option<Item<'a>>,
    field: Option<&'a Field>,
    said: Said<'a>,
    tag: Option<u32>,
}

impl<'a> Branch<'a> {
    /// An element, a key or a value.
    fn part(label: Label<'a>, ty: &'a Type, item: Item<'a>, said: Said<'a>) -> Self {
        Self {
            label,
            ty,
            item: Some(item),
            field: None,
            said,
            tag: None,
        }
    }
}

/// What a branch begins with.
enum Label<'a> {
    /// The name of a field, in so many columns.
    Field(&'a str, usize),
    /// From the first to the last of equal elements.
    Elements(usize, usize),
    /// The key of an entry, which is a scalar.
    Key(usize, &'a Type, Value<'a>),
    /// What part of an entry it is.
    Word(&'static str),
}

impl Label<'_> {
    fn write(&self, to: &mut LineBuffer, full: bool) {
        match self {
            Self::Field(name, width) => {
                let start = to.len();
                to.push(name);
                to.pad(start, *width);
            }
            Self::Elements(first, last) => {
                to.push("[");
                to.number(*first);
                if last != first {
                    to.push("..=");
                    to.number(*last);
                }
                to.push("]");
            }
            Self::Key(index, ty, key) => {
                to.push("{");
                to.number(*index);
                to.push("} ");
                scalar::show(to, ty, key, Said::default(), full);
                to.push(":");
            }
            Self::Word(word) => to.push(word),
        }
    }
}

impl Drawing<'_> {
    /// Branches and rows for the parts of a value.
    pub(super) fn body(
        &self,
        lines: &mut Lines<'_>,
        ty: &Type,
        item: &Item<'_>,
        said: Said<'_>,
    ) -> io::Result<()> {
        match &item.value {
            Value::Option(Some(item)) => {
                let inner = ty.as_option().map_or(ty, |inner| inner);
                self.body(lines, inner, item, said)
            }
            Value::Struct(fields) => self.fields(lines, *fields),
            Value::Enum { fields, .. } if self.only_scalar(fields).is_none() => {
                self.fields(lines, *fields)
            }
            Value::Map(pairs) => match ty.as_map() {
                Some((key, value)) => self.map(lines, [key, value], *pairs, said.of_part(ty)),
                None => Ok(()),
            },
            Value::Bytes(_) | Value::Numbers(_) | Value::Sequence(_) => {
                self.sequence(lines, ty, item, said.of_part(ty))
            }
            _ => Ok(()),
        }
    }

    /// The elements, unless the line of the name has them already.
    fn sequence(
        &self,
        lines: &mut Lines<'_>,
        ty: &Type,
        item: &Item<'_>,
        said: Said<'_>,
    ) -> io::Result<()> {
        let end = item.offset + item.len;
        let full = self.options.full;
        match (&item.value, Cells::of(&item.value, end)) {
            (Value::Bytes(bytes), _) => {
                let said = !full && uniform_byte(*bytes).is_some();
                match said || bytes.len() <= INLINE_BYTES {
                    true => Ok(()),
                    false => self.bytes(lines, end.saturating_sub(bytes.len()), *bytes),
                }
            }
            (_, Some(cells)) => {
                let said = !full && cells.uniform().is_some();
                match said || cells.count() <= INLINE {
                    true => Ok(()),
                    false => self.cells(lines, cells),
                }
            }
            (Value::Sequence(items), None) => self.elements(lines, ty, *items, said),
            _ => Ok(()),
        }
    }

    fn fields(&self, lines: &mut Lines<'_>, fields: Fields<'_>) -> io::Result<()> {
        let name_len = |field: &Field| field.name().len();
        let width = match fields.is_whole() {
            true => fields.declared().map(name_len).max(),
            false => fields.iter().map(|value| name_len(value.field)).max(),
        };
        let width = width.unwrap_or(0);
        let mut left = fields.len();
        for value in fields.iter() {
            left = left.saturating_sub(1);
            let branch = Branch {
                label: Label::Field(value.field.name(), width),
                ty: value.field.ty(),
                item: value.item,
                field: Some(value.field),
                said: Said::of(Some(value.field)),
                tag: value.tag,
            };
            self.branch(lines, &branch, left == 0)?;
        }
        Ok(())
    }

    /// Elements with parts. Equal ones that follow one another are shown once.
    fn elements(
        &self,
        lines: &mut Lines<'_>,
        ty: &Type,
        items: Items<'_>,
        said: Said<'_>,
    ) -> io::Result<()> {
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
            let ty = element_type(ty, first).unwrap_or(ty);
            let branch = Branch::part(Label::Elements(first, last), ty, item, said);
            self.branch(lines, &branch, last + 1 == count)?;
        }
        match items.next() {
            Some((next, _)) => self.rest(lines, count.saturating_sub(next), "element"),
            None => Ok(()),
        }
    }

    /// Values are equal if their bytes are.
    fn equal(&self, item: &Item<'_>, next: &Item<'_>) -> bool {
        let bytes = |item: &Item<'_>| {
            let end = item.offset.checked_add(item.len)?;
            self.payload.part(item.offset..end)
        };
        !self.options.full && bytes(item) == bytes(next)
    }

    fn map(
        &self,
        lines: &mut Lines<'_>,
        [key_type, value_type]: [&Type; 2],
        entries: Entries<'_>,
        said: Said<'_>,
    ) -> io::Result<()> {
        let count = entries.len();
        let shown = self.shown(count, ELEMENTS);
        for (index, (key, value)) in entries.iter().enumerate().take(shown) {
            let last = index + 1 == count;
            if is_scalar(&key.value) {
                let label = Label::Key(index, key_type, key.value);
                self.branch(lines, &Branch::part(label, value_type, value, said), last)?;
                continue;
            }
            lines.branch(Some(key.offset), last, |to| {
                to.add(format_args!("{{{index}}}"))
            })?;
            lines.enter(last);
            let key = Branch::part(Label::Word("key  "), key_type, key, Said::default());
            self.branch(lines, &key, false)?;
            let value = Branch::part(Label::Word("value"), value_type, value, said);
            self.branch(lines, &value, true)?;
            lines.leave();
        }
        self.rest(lines, count.saturating_sub(shown), "entry")
    }

    fn branch(&self, lines: &mut Lines<'_>, branch: &Branch<'_>, last: bool) -> io::Result<()> {
        let hidden = branch.field.is_some_and(Field::sensitive) && !self.options.reveal;
        let offset = branch.item.as_ref().map(|item| item.offset);
        lines.branch(offset, last, |to| {
            let start = to.len();
            branch.label.write(to, self.options.full);
            to.push("  ");
            match &branch.item {
                None => to.styled(DIM, |to| to.push("absent")),
                Some(_) if hidden => to.styled(HIDDEN, |to| to.push("(sensitive)")),
                Some(item) => self.head(to, branch.ty, &item.value, branch.said),
            }
            self.notes(to, branch);
            to.trim_end(start);
        })?;
        if let Some(item) = branch.item.as_ref().filter(|_| !hidden) {
            lines.enter(last);
            self.body(lines, branch.ty, item, branch.said)?;
            lines.leave();
        }
        Ok(())
    }

    /// What the schema says of a field.
    fn notes(&self, to: &mut LineBuffer, branch: &Branch<'_>) {
        let doc = branch
            .field
            .and_then(Field::doc)
            .filter(|_| self.options.docs);
        if branch.tag.is_none() && doc.is_none() {
            return;
        }
        to.styled(DIM, |to| {
            if let Some(tag) = branch.tag {
                to.push("  subsection ");
                to.number(tag);
            }
            if let Some(doc) = doc {
                to.push("  ");
                to.push(&first_line(&doc.text()));
            }
        });
    }
}
