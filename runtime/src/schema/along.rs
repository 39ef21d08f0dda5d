//! What a path leads through.

use super::device::Schema;
use super::escaped::Escaped;
use super::field::Field;
use super::path::{Path, Segment};
use super::ty::{StructType, Type};
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
        let (part, rest) = match (ty, steps) {
            (_, []) => return true,
            (Type::Option(content), _) => (Some(content), steps),
            (Type::Struct(of), [Segment::Field(name), rest @ ..]) => {
                let field = field_named(of, name).inspect(|field| pass(Passed::Field(field)));
                (field.map(Field::ty), rest)
            }
            (Type::Enum(of), [Segment::Variant(name) | Segment::Field(name), rest @ ..]) => {
                let Some(variant) = of.named(name) else {
                    return false;
                };
                pass(Passed::Variant(variant));
                let [Segment::Field(name), rest @ ..] = rest else {
                    return rest.is_empty();
                };
                let field = variant.fields().iter().find(|field| field.name() == name);
                let field = field.inspect(|field| pass(Passed::Field(field)));
                (field.map(Field::ty), rest)
            }
            (
                Type::Array { element, .. } | Type::List(element) | Type::Set(element),
                [Segment::Index(_), rest @ ..],
            ) => (Some(element), rest),
            (Type::Tuple(parts), [Segment::Index(Some(at)), rest @ ..]) => {
                (parts.get().get(*at), rest)
            }
            (Type::Map { key, .. }, [Segment::Key(_), rest @ ..]) => (Some(key), rest),
            (Type::Map { value, .. }, [Segment::Value(_), rest @ ..]) => (Some(value), rest),
            _ => return false,
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
                Passed::Type(Type::Struct(ty)) => ty.location(),
                Passed::Type(Type::Enum(ty)) => ty.location(),
                Passed::Type(_) => None,
            };
            nearest = location.or(nearest);
        });
        nearest
    }
}
