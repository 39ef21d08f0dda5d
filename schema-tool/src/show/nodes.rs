//! All named and numbered parts of a value, from the outside inwards and in the
//! order of their bytes.

use std::io;

use migratable::schema::{Field, Path, Segment, Type};
use migratable::value::{FieldValue, Fields, Item, Value};

use crate::stream::{Part, element_type};

/// A part of a value.
pub(super) struct Node<'n, 'a> {
    /// How many parts it is in.
    pub(super) depth: usize,
    /// The steps from the part around it, as in `Sending.byte`.
    pub(super) step: &'n str,
    /// The steps from the device.
    pub(super) path: &'n str,
    pub(super) ty: &'n Type,
    /// `None` is an absent subsection.
    pub(super) item: Option<&'n Item<'a>>,
    pub(super) field: Option<&'n Field>,
    /// The tag, if it is a subsection.
    pub(super) tag: Option<u32>,
    /// It is not to be shown.
    pub(super) is_hidden: bool,
    /// No parts of it follow.
    pub(super) is_leaf: bool,
}

/// Calls `visit` with each part of a value, and with each subsection that is absent
/// if `absent`: there may be very many of them in few bytes.
pub(super) fn visit<'a>(
    part: &Part<'a>,
    reveal: bool,
    absent: bool,
    visit: impl FnMut(&Node<'_, 'a>) -> io::Result<()>,
) -> io::Result<()> {
    let mut walker = Walker {
        reveal: reveal || !part.sensitive,
        shows: reveal,
        absent,
        path: part.path.to_string(),
        depth: 0,
        visit,
    };
    let at = At {
        step: Vec::new(),
        ty: part.ty,
        field: part.field,
        tag: None,
    };
    walker.node(&at, part.item.as_ref())
}

struct Walker<F> {
    /// The whole is not hidden.
    reveal: bool,
    shows: bool,
    /// Absent subsections are visited, too.
    absent: bool,
    path: String,
    depth: usize,
    visit: F,
}

/// A place in a value.
struct At<'n> {
    step: Vec<Segment>,
    ty: &'n Type,
    field: Option<&'n Field>,
    tag: Option<u32>,
}

impl<'n> At<'n> {
    fn part(step: Segment, ty: &'n Type) -> Self {
        Self {
            step: vec![step],
            ty,
            field: None,
            tag: None,
        }
    }
}

impl<'a, F: FnMut(&Node<'_, 'a>) -> io::Result<()>> Walker<F> {
    fn node(&mut self, at: &At<'_>, item: Option<&Item<'a>>) -> io::Result<()> {
        let is_sensitive = at.field.is_some_and(Field::sensitive) && !self.shows;
        let is_hidden = item.is_some() && (is_sensitive || !self.reveal);
        let parts = item.filter(|_| !is_hidden).map(|item| present(at.ty, item));
        let parts = parts.filter(|(_, item)| has_parts(&item.value));
        let step = Path::new(at.step.clone()).to_string();
        let before = self.path.len();
        if !before.eq(&0) && !step.is_empty() && !step.starts_with(['[', '{']) {
            self.path.push('.');
        }
        self.path.push_str(&step);
        (self.visit)(&Node {
            depth: self.depth,
            step: &step,
            path: &self.path,
            ty: at.ty,
            item,
            field: at.field,
            tag: at.tag,
            is_hidden,
            is_leaf: parts.is_none(),
        })?;
        if let Some((ty, item)) = parts {
            self.depth += 1;
            self.parts(ty, item)?;
            self.depth -= 1;
        }
        self.path.truncate(before);
        Ok(())
    }

    fn parts(&mut self, ty: &Type, item: &Item<'a>) -> io::Result<()> {
        match (&item.value, ty) {
            (Value::Struct(fields), _) => self.fields(None, *fields),
            (
                Value::Enum {
                    variant, fields, ..
                },
                _,
            ) => self.fields(Some(variant.name()), *fields),
            (Value::Sequence(items), _) => {
                items.iter().enumerate().try_for_each(|(index, item)| {
                    let ty = element_type(ty, index).unwrap_or(ty);
                    self.node(&At::part(Segment::Index(Some(index)), ty), Some(&item))
                })
            }
            (Value::Map(entries), Type::Map { key, value }) => {
                entries.iter().enumerate().try_for_each(|(index, (k, v))| {
                    self.node(&At::part(Segment::Key(Some(index)), key), Some(&k))?;
                    self.node(&At::part(Segment::Value(Some(index)), value), Some(&v))
                })
            }
            _ => Ok(()),
        }
    }

    fn fields(&mut self, variant: Option<&str>, fields: Fields<'a>) -> io::Result<()> {
        match self.absent {
            true => fields
                .iter()
                .try_for_each(|value| self.field(variant, &value)),
            false => fields
                .present()
                .try_for_each(|value| self.field(variant, &value)),
        }
    }

    fn field(&mut self, variant: Option<&str>, value: &FieldValue<'a>) -> io::Result<()> {
        let variant = variant.map(|name| Segment::Variant(name.to_owned()));
        let name = Segment::Field(value.field.name().to_owned());
        let at = At {
            step: variant.into_iter().chain([name]).collect(),
            ty: value.field.ty(),
            field: Some(value.field),
            tag: value.tag,
        };
        self.node(&at, value.item.as_ref())
    }
}

/// What is in an option.
fn present<'n, 'a>(mut ty: &'n Type, mut item: &'n Item<'a>) -> (&'n Type, &'n Item<'a>) {
    while let (Type::Option(inner), Value::Option(Some(content))) = (ty, &item.value) {
        (ty, item) = (inner, content);
    }
    (ty, item)
}

fn has_parts(value: &Value<'_>) -> bool {
    match value {
        Value::Struct(fields) | Value::Enum { fields, .. } => !fields.is_empty(),
        Value::Sequence(items) => !items.is_empty(),
        Value::Map(entries) => !entries.is_empty(),
        _ => false,
    }
}
