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

/// Calls `visit` with each part of a value, and with each subsection that is absent
/// if `absent`: there may be very many of them in few bytes. It says whether the parts of
/// what it was called with are visited, too.
pub(super) fn visit<'a>(
    part: &Part<'a>,
    reveal: bool,
    absent: bool,
    visit: impl FnMut(&Node<'_, 'a>) -> io::Result<bool>,
) -> io::Result<()> {
    let mut walker = Walker {
        reveal: reveal || !part.sensitive,
        shows: reveal,
        absent,
        path: PathText::new(&part.path),
        depth: 0,
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
    walker.node(&at, part.item.as_ref())
}

struct Walker<F> {
    /// The whole is not hidden.
    reveal: bool,
    shows: bool,
    /// Absent subsections are visited, too.
    absent: bool,
    path: PathText,
    depth: usize,
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

impl<'a, F: FnMut(&Node<'_, 'a>) -> io::Result<bool>> Walker<F> {
    fn node(&mut self, at: &At<'_>, item: Option<&Item<'a>>) -> io::Result<()> {
        let is_sensitive = at.field.is_some_and(Field::sensitive) && !self.shows;
        let is_hidden = item.is_some() && (is_sensitive || !self.reveal);
        let parts = item.filter(|_| !is_hidden).map(|item| present(at.ty, item));
        let parts = parts.filter(|(_, item)| has_parts(&item.value));
        let before = self.path.mark();
        let steps = at.variant.map(Step::Name).into_iter().chain(at.step);
        steps.for_each(|step| self.path.enter(step));
        let goes_on = (self.visit)(&Node {
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
        if let Some((ty, item)) = parts.filter(|_| goes_on) {
            self.depth += 1;
            self.parts(ty, item, at.said.of_part(ty))?;
            self.depth -= 1;
        }
        self.path.leave(before);
        Ok(())
    }

    fn parts(&mut self, ty: &Type, item: &Item<'a>, said: Said<'_>) -> io::Result<()> {
        match &item.value {
            Value::Struct(fields) => self.fields(None, *fields),
            Value::Enum {
                variant, fields, ..
            } => self.fields(Some(variant.name()), *fields),
            Value::Sequence(items) => items.iter().enumerate().try_for_each(|(index, item)| {
                let ty = element_type(ty, index).unwrap_or(ty);
                self.node(&At::part(Step::Index(index), ty, said), Some(&item))
            }),
            Value::Map(entries) => {
                let Some((key, value)) = ty.as_map() else {
                    return Ok(());
                };
                entries.iter().enumerate().try_for_each(|(index, (k, v))| {
                    self.node(&At::part(Step::Key(index), key, Said::default()), Some(&k))?;
                    self.node(&At::part(Step::Value(index), value, said), Some(&v))
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

/// How many nodes a value is, with its parts and with subsections that are absent.
pub(super) fn count(ty: &Type, item: &Item<'_>) -> usize {
    if let Some(count) = same_count(ty) {
        return count;
    }
    let (ty, item) = present(ty, item);
    let of_fields = |fields: &Fields<'_>| -> usize {
        let fields = fields.iter();
        let counts = fields.map(|one| match &one.item {
            Some(item) => count(one.field.ty(), item),
            None => 1,
        });
        counts.sum()
    };
    let parts = match &item.value {
        Value::Struct(fields) | Value::Enum { fields, .. } => of_fields(fields),
        Value::Sequence(items) => {
            let same = ty
                .as_tuple()
                .is_none()
                .then(|| element_type(ty, 0))
                .flatten();
            match same.and_then(same_count) {
                Some(each) => each.saturating_mul(items.len()),
                None => (items.iter().enumerate())
                    .map(|(index, item)| count(element_type(ty, index).unwrap_or(ty), &item))
                    .sum(),
            }
        }
        Value::Map(entries) => match ty.as_map() {
            Some((key, value)) => (entries.iter())
                .map(|(k, v)| count(key, &k) + count(value, &v))
                .sum(),
            None => 0,
        },
        _ => 0,
    };
    parts + 1
}

/// The same of a type, if all of its values are surely as many nodes.
fn same_count(ty: &Type) -> Option<usize> {
    if let Some(content) = ty.as_option() {
        return same_count(content).filter(|count| *count == 1);
    }
    if let Some(element) = ty.as_list() {
        return is_number(element).then_some(1);
    }
    if let Some((element, len)) = ty.as_array() {
        if is_number(element) {
            return Some(1);
        }
        // Several bools are one node, too, as they are one value.
        let each = same_count(element).filter(|count| *count > 1)?;
        let len = usize::try_from(len).unwrap_or(usize::MAX);
        return Some(each.saturating_mul(len).saturating_add(1));
    }
    if let Some(parts) = ty.as_tuple() {
        let mut parts = parts.iter();
        return parts.try_fold(1, |sum: usize, ty| sum.checked_add(same_count(ty)?));
    }
    if let Some(ty) = ty.as_struct() {
        let mut fields = ty.fields().iter().map(Field::ty);
        let count = fields.try_fold(1, |sum: usize, ty| sum.checked_add(same_count(ty)?));
        return count.filter(|_| ty.subsections().is_empty());
    }
    let differs = ty.as_set().is_some() || ty.as_map().is_some() || ty.as_enum().is_some();
    (!differs).then_some(1)
}

/// Whether several of it are one node for sure.
fn is_number(ty: &Type) -> bool {
    let is_fixed = ty.as_integer().map(|integer| !integer.is_varint());
    is_fixed.unwrap_or(ty.as_float().is_some())
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
