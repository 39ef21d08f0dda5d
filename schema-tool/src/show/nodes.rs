//! All named and numbered parts of a value, from the outside inwards and in the
//! order of their bytes.

use std::io;

use migratable::schema::{Field, Type};
use migratable::value::{FieldValue, Fields, Item, Value};

use super::tree::Said;
use crate::stream::{Part, PathText, Step, element_type};

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
    /// What is said of its numbers, by the field or by the one around it.
    pub(super) said: Said<'n>,
    /// The tag, if it is a subsection.
    pub(super) tag: Option<u32>,
    /// It is not to be shown.
    pub(super) is_hidden: bool,
    /// No parts of it follow.
    pub(super) is_leaf: bool,
}

/// What becomes of the parts behind a node.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Next {
    /// They are visited.
    Go,
    /// This one and none behind it is wanted.
    Stop,
}

/// Calls `visit` with each part of a value, and with each subsection that is absent
/// if `absent`: there may be very many of them in few bytes. Returns how many parts were left
/// when it was told to stop, without those within them, which take long to be counted.
pub(super) fn visit<'a>(
    part: &Part<'a>,
    reveal: bool,
    absent: bool,
    visit: impl FnMut(&Node<'_, 'a>) -> io::Result<Next>,
) -> io::Result<usize> {
    let mut walker = Walker {
        reveal: reveal || !part.sensitive,
        shows: reveal,
        absent,
        path: PathText::new(&part.path),
        depth: 0,
        left: None,
        visit,
    };
    let at = At {
        variant: None,
        step: None,
        ty: part.ty,
        field: part.field,
        said: Said::of(part.field),
        tag: None,
    };
    walker.node(&at, part.item.as_ref())?;
    Ok(walker.left.unwrap_or(0))
}

struct Walker<F> {
    /// The whole is not hidden.
    reveal: bool,
    shows: bool,
    /// Absent subsections are visited, too.
    absent: bool,
    path: PathText,
    depth: usize,
    /// Since it was told to stop, how many parts are not visited.
    left: Option<usize>,
    visit: F,
}

/// A place in a value.
struct At<'n> {
    /// The variant that it is in, if it is in one.
    variant: Option<&'n str>,
    /// `None` is the whole value.
    step: Option<Step<'n>>,
    ty: &'n Type,
    field: Option<&'n Field>,
    said: Said<'n>,
    tag: Option<u32>,
}

impl<'n> At<'n> {
    fn part(step: Step<'n>, ty: &'n Type, said: Said<'n>) -> Self {
        Self {
            variant: None,
            step: Some(step),
            ty,
            field: None,
            said,
            tag: None,
        }
    }
}

impl<'a, F: FnMut(&Node<'_, 'a>) -> io::Result<Next>> Walker<F> {
    fn node(&mut self, at: &At<'_>, item: Option<&Item<'a>>) -> io::Result<()> {
        let is_sensitive = at.field.is_some_and(Field::sensitive) && !self.shows;
        let is_hidden = item.is_some() && (is_sensitive || !self.reveal);
        let parts = item.filter(|_| !is_hidden).map(|item| present(at.ty, item));
        let parts = parts.filter(|(_, item)| has_parts(&item.value));
        let before = self.path.mark();
        let steps = at.variant.map(Step::Name).into_iter().chain(at.step);
        steps.for_each(|step| self.path.enter(step));
        let next = (self.visit)(&Node {
            depth: self.depth,
            step: self.path.since(before),
            path: self.path.as_str(),
            ty: at.ty,
            item,
            field: at.field,
            said: at.said,
            tag: at.tag,
            is_hidden,
            is_leaf: parts.is_none(),
        })?;
        match (next, parts) {
            (Next::Stop, _) => self.left = Some(1),
            (Next::Go, None) => {}
            (Next::Go, Some((ty, item))) => {
                self.depth += 1;
                self.parts(ty, item, at.said.of_part(ty))?;
                self.depth -= 1;
            }
        }
        self.path.leave(before);
        Ok(())
    }

    /// Whether the walk was told to stop; then `behind` parts more are left.
    fn stops(&mut self, behind: usize) -> bool {
        match &mut self.left {
            Some(left) => {
                *left = left.saturating_add(behind);
                true
            }
            None => false,
        }
    }

    fn parts(&mut self, ty: &Type, item: &Item<'a>, said: Said<'_>) -> io::Result<()> {
        match &item.value {
            Value::Struct(fields) => self.fields(None, *fields),
            Value::Enum {
                variant, fields, ..
            } => self.fields(Some(variant.name()), *fields),
            Value::Sequence(items) => {
                let count = items.len();
                for (index, item) in items.iter().enumerate() {
                    let ty = element_type(ty, index).unwrap_or(ty);
                    self.node(&At::part(Step::Index(index), ty, said), Some(&item))?;
                    if self.stops(count.saturating_sub(index + 1)) {
                        break;
                    }
                }
                Ok(())
            }
            Value::Map(entries) => {
                let Some((key, value)) = ty.as_map() else {
                    return Ok(());
                };
                let count = entries.len();
                for (index, entry) in entries.iter().enumerate() {
                    self.entry(index, (key, value), &entry, said)?;
                    if self.stops(count.saturating_sub(index + 1).saturating_mul(2)) {
                        break;
                    }
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn entry(
        &mut self,
        index: usize,
        (key, value): (&Type, &Type),
        (k, v): &(Item<'a>, Item<'a>),
        said: Said<'_>,
    ) -> io::Result<()> {
        let at = At::part(Step::Key(index), key, Said::default());
        self.node(&at, Some(k))?;
        match self.stops(1) {
            true => Ok(()),
            false => self.node(&At::part(Step::Value(index), value, said), Some(v)),
        }
    }

    fn fields(&mut self, variant: Option<&str>, fields: Fields<'a>) -> io::Result<()> {
        match self.absent {
            true => self.each_field(variant, fields.iter(), fields.len()),
            false => self.each_field(variant, fields.present(), fields.len()),
        }
    }

    fn each_field(
        &mut self,
        variant: Option<&str>,
        fields: impl Iterator<Item = FieldValue<'a>>,
        count: usize,
    ) -> io::Result<()> {
        for (index, value) in fields.enumerate() {
            self.field(variant, &value)?;
            if self.stops(count.saturating_sub(index + 1)) {
                break;
            }
        }
        Ok(())
    }

    fn field(&mut self, variant: Option<&str>, value: &FieldValue<'a>) -> io::Result<()> {
        let at = At {
            variant,
            step: Some(Step::Name(value.field.name())),
            ty: value.field.ty(),
            field: Some(value.field),
            said: Said::of(Some(value.field)),
            tag: value.tag,
        };
        self.node(&at, value.item.as_ref())
    }
}

/// What is in an option.
fn present<'n, 'a>(mut ty: &'n Type, mut item: &'n Item<'a>) -> (&'n Type, &'n Item<'a>) {
    while let (Some(inner), Value::Option(Some(content))) = (ty.as_option(), &item.value) {
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
