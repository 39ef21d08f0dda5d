//! Parts of structs and tuples that both sides have.

use alloc::format;

use super::matching::Names;
use super::within::Within;
use super::{Bounded, Comparison};
use crate::resolve::domain::Bounds;
use crate::resolve::plan::Step;
use crate::resolve::rules;
use crate::schema::{Field, TypeRef};

/// A part of a struct or tuple.
#[derive(Clone, Copy)]
pub(in crate::resolve) enum Part<'a> {
    Field(&'a Field),
    /// The field of a newtype, under these bounds.
    Inside(&'a Field, Bounds),
    /// An element of a tuple, by position.
    Element(&'a str, Bounded<'a>),
}

impl<'a> Part<'a> {
    pub(super) fn name(self) -> &'a str {
        match self {
            Self::Field(field) | Self::Inside(field, _) => field.name(),
            Self::Element(name, _) => name,
        }
    }

    /// The step of a path to it.
    pub(super) fn step(self) -> Within<'a> {
        match self {
            Self::Field(field) | Self::Inside(field, _) => Within::Name(field.name()),
            Self::Element(name, _) => name.parse().map_or(Within::Name(name), Within::Part),
        }
    }

    pub(super) fn names(self) -> Names<'a> {
        Names {
            name: self.name(),
            aliases: self.field().map(Field::aliases).unwrap_or_default(),
        }
    }

    pub(super) fn ty(self) -> &'a TypeRef {
        match self {
            Self::Field(field) | Self::Inside(field, _) => field.ty(),
            Self::Element(_, side) => side.ty,
        }
    }

    pub(super) fn field(self) -> Option<&'a Field> {
        match self {
            Self::Field(field) | Self::Inside(field, _) => Some(field),
            Self::Element(..) => None,
        }
    }

    pub(in crate::resolve) fn side(self) -> Bounded<'a> {
        match self {
            Self::Field(field) => Bounded::of_field(field),
            Self::Inside(field, bounds) => Bounded {
                bounds,
                ..Bounded::of_field(field)
            },
            Self::Element(_, side) => side,
        }
    }

    pub(super) fn is_sensitive(self) -> bool {
        self.field().is_some_and(Field::sensitive)
    }
}

impl Comparison {
    /// A part that both sides have, with its own types.
    pub(super) fn part(&mut self, writer: Part<'_>, reader: Part<'_>) -> Step {
        let (from, to) = (writer.side(), reader.side());
        self.part_as(writer, reader, from, to)
    }

    /// A part that both sides have, as types that its place gives it.
    pub(super) fn part_as(
        &mut self,
        writer: Part<'_>,
        reader: Part<'_>,
        from: Bounded<'_>,
        to: Bounded<'_>,
    ) -> Step {
        let is_sensitive = writer.is_sensitive() || reader.is_sensitive();
        self.at(reader.step(), |comparison| {
            comparison.hiding(is_sensitive, |comparison| {
                if writer.name() != reader.name() {
                    let [from, to] =
                        [writer, reader].map(|part| format!("field `{}`", part.name()));
                    comparison.note(&rules::FIELD_RENAMED, from, to);
                }
                comparison.convert(from, to)
            })
        })
    }
}
