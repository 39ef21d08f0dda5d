//! What a path leads through.

use super::device::Schema;
use super::escaped::Escaped;
use super::field::Field;
use super::path::{Path, Segment};
use super::structure::StructType;
use super::ty::{Components, Type};
use super::variant::Variant;

/// What stands on the way to a part of a type.
pub(crate) enum Passed<'a> {
    Type(&'a Type),
    Field(&'a Field),
    Variant(&'a Variant),
}

/// Passes what a path leads through, the outermost first. False if the type does not have
/// all of it; then what it has was passed.
pub(crate) fn along<'a>(
    mut ty: &'a Type,
    mut steps: &[Segment],
    mut pass: impl FnMut(Passed<'a>),
) -> bool {
    loop {
        pass(Passed::Type(ty));
        let Some((first, mut rest)) = steps.split_first() else {
            return true;
        };
        let part = match ty.components() {
            // What is in an option has no step of its own.
            Components::One(content) if ty.as_option().is_some() => {
                ty = content;
                continue;
            }
            Components::One(element) => match first {
                Segment::Index(_) => Some(element),
                _ => None,
            },
            Components::Tuple(parts) => match first {
                Segment::Index(Some(at)) => parts.get(*at),
                _ => None,
            },
            Components::Entries { key, value } => match first {
                Segment::Key(_) => Some(key),
                Segment::Value(_) => Some(value),
                _ => None,
            },
            Components::Struct(of) => match first {
                Segment::Field(name) => field_named(of, name).map(|field| {
                    pass(Passed::Field(field));
                    field.ty()
                }),
                _ => None,
            },
            Components::Enum(of) => {
                let (Segment::Field(name) | Segment::Variant(name)) = first else {
                    return false;
                };
                let Some(variant) = of.named(name) else {
                    return false;
                };
                pass(Passed::Variant(variant));
                let Some((Segment::Field(name), behind)) = rest.split_first() else {
                    return rest.is_empty();
                };
                rest = behind;
                let mut fields = variant.fields().iter();
                fields.find(|field| field.name() == name).map(|field| {
                    pass(Passed::Field(field));
                    field.ty()
                })
            }
            Components::Nothing => None,
        };
        let Some(part) = part else {
            return false;
        };
        (ty, steps) = (part, rest);
    }
}

fn field_named<'a>(ty: &'a StructType, name: &str) -> Option<&'a Field> {
    let plain = ty.fields().iter().find(|field| field.name() == name);
    plain.or_else(|| ty.subsection_named(name).map(|one| one.field()))
}

impl Schema {
    /// Where in the source a part of the state is declared, as `src/uart.rs:12`: that of
    /// the field or variant, or of the innermost thing around it of which that is known.
    ///
    /// None if nothing is; see [`Field::location`].
    pub fn location_of(&self, path: &Path) -> Option<&Escaped> {
        let mut nearest = self.location();
        along(self.ty(), path.segments(), |passed| {
            let location = match passed {
                Passed::Field(field) => field.location(),
                Passed::Variant(variant) => variant.location(),
                Passed::Type(ty) => ty.location(),
            };
            nearest = location.or(nearest);
        });
        nearest
    }
}
