//! Newtypes and options around values, and structs among each other.

use alloc::string::ToString;

use super::parts::{self, Parts};
use super::{Comparison, Side};
use crate::resolve::plan::Step;
use crate::resolve::rules;
use crate::schema::{Field, Type, TypeRef};

impl Comparison {
    pub(super) fn wrapped(&mut self, writer: Side<'_>, reader: Side<'_>) -> Step {
        if let Some((from, to)) = self.unwrapped(writer, reader) {
            return self.convert(from, to);
        }
        if let (Some(from), Some(to)) = (Parts::of(writer.ty), Parts::of(reader.ty)) {
            return self.structs(&from, &to);
        }
        match (&**writer.ty, &**reader.ty) {
            (_, Type::Option(inner)) => {
                self.note(&rules::OPTION_ADDED, &**writer.ty, &**reader.ty);
                let content = self.convert(writer, reader.content(inner));
                Step::Present(content.into())
            }
            (Type::Option(inner), _) => self.option_removed(writer, reader, inner),
            _ => self.no_way(writer, reader),
        }
    }

    /// The same without a newtype, if it is the newtype that differs.
    fn unwrapped<'w, 'r>(
        &mut self,
        writer: Side<'w>,
        reader: Side<'r>,
    ) -> Option<(Side<'w>, Side<'r>)> {
        let sides = match (newtype(writer.ty), newtype(reader.ty)) {
            (Some(from), Some(to)) => return Some((writer.inside(from), reader.inside(to))),
            (Some(from), None) if is_around(from, reader.ty) => (writer.inside(from), reader),
            (None, Some(to)) if is_around(to, writer.ty) => (writer, reader.inside(to)),
            _ => return None,
        };
        self.note(&rules::TYPE_WRAPPED, &**writer.ty, &**reader.ty);
        Some(sides)
    }

    fn option_removed(&mut self, writer: Side<'_>, reader: Side<'_>, inner: &TypeRef) -> Step {
        let (from, to) = (&**writer.ty, &**reader.ty);
        let default = reader
            .default
            .and_then(|field| Some((field, self.default_of(field)?)));
        let absent = match default {
            Some((field, default)) => {
                self.may_merge();
                self.note(&rules::OPTION_DEFAULTED, from, to);
                self.stand_in(field, default)
            }
            None => {
                let message = "must be present".to_string();
                Step::Missing(self.condition(&rules::OPTION_REMOVED, from, to, message))
            }
        };
        Step::Unwrap {
            content: self.convert(writer.content(inner), reader).into(),
            absent: absent.into(),
        }
    }
}

/// The field of a struct that has nothing but one positional field.
fn newtype(ty: &Type) -> Option<&Field> {
    let Type::Struct(ty) = ty else { return None };
    match (ty.fields(), ty.subsections()) {
        ([field], []) if field.name() == "0" => Some(field),
        _ => None,
    }
}

/// What newtypes hold.
fn content(ty: &TypeRef) -> &TypeRef {
    newtype(ty).map_or(ty, |field| content(field.ty()))
}

/// Whether there is an option, perhaps within newtypes.
pub(super) fn is_optional(ty: &TypeRef) -> bool {
    matches!(&**content(ty), Type::Option(_))
}

/// Whether a newtype with this field is what stands around `other`. Else
/// `other` is an option around the newtype, or the newtype got more fields.
fn is_around(field: &Field, other: &TypeRef) -> bool {
    if matches!(**other, Type::Option(_)) {
        return is_optional(field.ty());
    }
    let same_part = Parts::of(other).and_then(|parts| parts.counterpart(field));
    let is_struct = parts::is_struct(content(field.ty()));
    match same_part {
        Some(ty) => is_struct && ty.summary().fingerprint() != field.ty().summary().fingerprint(),
        None => true,
    }
}
