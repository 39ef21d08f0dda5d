//! Newtypes and options around values, and structs among each other.

use alloc::string::ToString;
use core::slice;

use super::origin::Origin;
use super::parts::{self, Matches, Parts, Slot};
use super::{Bounded, Comparison};
use crate::resolve::plan::Step;
use crate::resolve::rules;
use crate::schema::{Field, TypeRef};

impl Comparison {
    pub(super) fn wrapped(&mut self, writer: Bounded<'_>, reader: Bounded<'_>) -> Step {
        if let Some((from, to)) = self.unwrapped(writer, reader) {
            let is_writers = !core::ptr::eq(from.ty, writer.ty);
            let step = self.convert(from, to);
            return match is_writers && self.is_in_shape() {
                true => Step::Inside(step.into()),
                false => step,
            };
        }
        if let (Some(from), Some(to)) = (Parts::of_side(writer), Parts::of_side(reader)) {
            if let Some(step) = self.newtype_of_version(writer, reader) {
                return step;
            }
            return self.structs(&from, &to);
        }
        match (writer.ty.as_option(), reader.ty.as_option()) {
            (_, Some(inner)) => {
                self.note(&rules::OPTION_ADDED, &**writer.ty, &**reader.ty);
                let content = self.convert(writer, reader.content(inner));
                Step::Present(content.into())
            }
            (Some(inner), None) => self.option_removed(writer, reader, inner),
            (None, None) => self.no_way(writer, reader),
        }
    }

    /// The same without a newtype, if it is the newtype that differs.
    fn unwrapped<'w, 'r>(
        &mut self,
        writer: Bounded<'w>,
        reader: Bounded<'r>,
    ) -> Option<(Bounded<'w>, Bounded<'r>)> {
        let sides = match (writer.ty.as_newtype(), reader.ty.as_newtype()) {
            (Some(from), Some(to)) => return Some((writer.inside(from), reader.inside(to))),
            (Some(from), None) if is_around(from, reader.ty, |to| same_of_reader(from, to)) => {
                (writer.inside(from), reader)
            }
            (None, Some(to)) if is_around(to, writer.ty, |from| same_of_writer(from, to)) => {
                (writer, reader.inside(to))
            }
            _ => return None,
        };
        self.note(&rules::TYPE_WRAPPED, &**writer.ty, &**reader.ty);
        Some(sides)
    }

    fn option_removed(
        &mut self,
        writer: Bounded<'_>,
        reader: Bounded<'_>,
        inner: &TypeRef,
    ) -> Step {
        let (from, to) = (&**writer.ty, &**reader.ty);
        let default = reader
            .default
            .and_then(|field| Some((field, self.default_of(field)?)));
        let (content, absent, source) = match default {
            Some((field, default)) => {
                self.note(&rules::OPTION_DEFAULTED, from, to);
                let known = default.known().cloned();
                let absent = self.stand_in(field, default);
                let before = self.understood();
                let sides = [writer.content(inner), reader];
                let content = self.content(sides[0], reader);
                let origin = self.origin_of(known.as_ref(), sides, &content, before);
                self.may_merge_if(!matches!(origin, Origin::None));
                (content, absent, origin.known())
            }
            None => {
                let message = "must be present".to_string();
                let absent = self.condition(&rules::OPTION_REMOVED, from, to, message);
                let content = self.convert(writer.content(inner), reader);
                (content, Step::Missing(absent), None)
            }
        };
        Step::Unwrap {
            content: content.into(),
            absent: absent.into(),
            source,
        }
    }
}

/// What newtypes hold.
pub(in crate::resolve) fn content(ty: &TypeRef) -> &TypeRef {
    ty.as_newtype().map_or(ty, |field| content(field.ty()))
}

/// Whether there is an option, perhaps within newtypes.
pub(super) fn is_optional(ty: &TypeRef) -> bool {
    content(ty).as_option().is_some()
}

/// Whether a newtype with this field is what stands around `other`. Else
/// `other` is an option around the newtype, or the newtype got more fields, of
/// which `same` is its one.
fn is_around(field: &Field, other: &TypeRef, same: impl FnOnce(&Parts<'_>) -> Same) -> bool {
    if other.as_option().is_some() {
        return is_optional(field.ty());
    }
    let Some(others) = Parts::of(other) else {
        return true;
    };
    match same(&others) {
        Same::Nothing => true,
        Same::Unclear => false,
        Same::Part(slot) => {
            let is_struct = parts::is_struct(content(field.ty()));
            let print = |ty: &TypeRef| ty.summary().fingerprint();
            is_struct && others.ty(slot).map(print) != Some(print(field.ty()))
        }
    }
}

/// The part of a struct that the field of a newtype is.
enum Same {
    Part(Slot),
    Nothing,
    Unclear,
}

/// Of the reader's struct.
fn same_of_reader(writer: &Field, reader: &Parts<'_>) -> Same {
    let matches = Matches::new(&Parts::new(slice::from_ref(writer), &[]), reader);
    match matches.reader_of(Slot::Field(0)) {
        Some(slot) => Same::Part(slot),
        None if matches.ambiguities.is_empty() => Same::Nothing,
        None => Same::Unclear,
    }
}

/// Of the writer's struct.
fn same_of_writer(writer: &Parts<'_>, reader: &Field) -> Same {
    let matches = Matches::new(writer, &Parts::new(slice::from_ref(reader), &[]));
    match matches.writer_of(Slot::Field(0)) {
        Some(slot) => Same::Part(slot),
        None if matches.ambiguities.is_empty() => Same::Nothing,
        None => Same::Unclear,
    }
}
