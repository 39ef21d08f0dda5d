//! A field on both sides: its type, and what else it says.

use alloc::format;
use alloc::vec;

use super::bounds::Bounds;
use super::defaults::{default_bytes, fill_bytes};
use super::{Comparison, Side};
use crate::resolve::plan::{Absent, Step};
use crate::resolve::rules;
use crate::schema::{Field, Type, TypeRef};

impl Comparison {
    pub(super) fn field(&mut self, writer: Part<'_>, reader: Part<'_>) -> Step {
        self.at(reader.name(), |comparison| {
            comparison.field_content(writer, reader)
        })
    }

    fn field_content(&mut self, writer: Part<'_>, reader: Part<'_>) -> Step {
        if writer.name() != reader.name() {
            self.note(&rules::FIELD_RENAMED, writer.name(), reader.name());
        }
        let (from, to) = (writer.side(), reader.side());
        match (&**from.ty, &**to.ty, reader.field()) {
            (
                Type::Array {
                    element: a,
                    len: old,
                },
                Type::Array {
                    element: b,
                    len: new,
                },
                Some(field),
            ) if old != new && field.fill().is_some() => {
                self.resized(from, to, (a, *old), (b, *new), field)
            }
            (Type::Option(inner), ty, Some(field))
                if !matches!(ty, Type::Option(_)) && field.default_value().is_some() =>
            {
                self.option_with_default(from, to, inner, field)
            }
            _ => self.convert(from, to),
        }
    }

    fn option_with_default(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        inner: &TypeRef,
        field: &Field,
    ) -> Step {
        self.note(&rules::OPTION_DEFAULTED, &**writer.ty, &**reader.ty);
        let absent = self.absent(field);
        let content = self
            .convert(
                Side {
                    ty: inner,
                    ..writer
                },
                reader,
            )
            .into();
        Step::Unwrap { content, absent }
    }

    /// What stands in for a field of the reader.
    pub(super) fn absent(&mut self, field: &Field) -> Absent {
        match default_bytes(field) {
            Some(bytes) => Absent::Bytes(bytes),
            None => Absent::Fails(self.unknown_default()),
        }
    }

    /// A default that only the reader's program knows. It knows it when it
    /// loads; a tool that converts without it is told so.
    pub(super) fn unknown_default(&mut self) -> usize {
        let text = crate::resolve::plan::ConditionText {
            rule: rules::FIELD_ADDED.id,
            path: self.path.clone(),
            message: "its default is computed by the program that reads it; \
                      let that program convert the data"
                .into(),
        };
        self.conditions.push(text);
        self.conditions.len() - 1
    }

    fn resized(
        &mut self,
        writer: Side<'_>,
        reader: Side<'_>,
        (a, old): (&TypeRef, u64),
        (b, new): (&TypeRef, u64),
        field: &Field,
    ) -> Step {
        let (from, to) = (&**writer.ty, &**reader.ty);
        let element = self.at("[]", |c| c.convert(writer.within(a), reader.within(b)));
        let [old, new] = [old, new].map(|len| usize::try_from(len).unwrap_or(usize::MAX));
        if new > old {
            self.note(&rules::ARRAY_GROWN, from, to);
            let fill = match fill_bytes(field) {
                Some(fill) => Step::Insert(fill.repeat(new - old)),
                None => Step::InsertUnknown(self.unknown_default()),
            };
            return Step::sequence(vec![element.repeat(old), fill]);
        }
        let message = format!("the last {} elements must be the fill value", old - new);
        let condition = self.at("[]", |c| {
            c.condition(&rules::ARRAY_SHRUNK, from, to, message)
        });
        Step::Shrink {
            keep: new,
            cut: old - new,
            element: element.into(),
            fill: fill_bytes(field),
            condition,
        }
    }
}

/// A part of a struct or tuple.
#[derive(Clone, Copy)]
pub(super) enum Part<'a> {
    Field(&'a Field),
    /// An element of a tuple, by position.
    Element(&'a str, &'a TypeRef),
}

impl<'a> Part<'a> {
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Field(field) => field.name(),
            Self::Element(name, _) => name,
        }
    }

    pub(super) fn ty(self) -> &'a TypeRef {
        match self {
            Self::Field(field) => field.ty(),
            Self::Element(_, ty) => ty,
        }
    }

    pub(super) fn field(self) -> Option<&'a Field> {
        match self {
            Self::Field(field) => Some(field),
            Self::Element(..) => None,
        }
    }

    pub(super) fn side(self) -> Side<'a> {
        let bounds = self.field().map(Bounds::of).unwrap_or_default();
        Side {
            ty: self.ty(),
            bounds,
        }
    }

    /// Whether both mean the same state: by name, or as one's alias.
    pub(super) fn is_same_as(self, other: Part<'_>) -> bool {
        self.name() == other.name() || self.has_alias(other.name()) || other.has_alias(self.name())
    }

    fn has_alias(self, name: &str) -> bool {
        let aliases = self.field().map(Field::aliases).unwrap_or_default();
        aliases.iter().any(|alias| alias.get() == name)
    }
}
