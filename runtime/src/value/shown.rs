//! What may be shown of a fault that generated code found.
//!
//! That code stops at what it tests first, which need not be what stands first in
//! the data, and does not know within what its field lies.

use super::read::locate;
use super::violation::Violation;
use crate::codec::Fault;
use crate::schema::{Field, Segment, Type};

/// Where bytes depart from the type, and of what code said of them what may be
/// shown. What the writer's type marks `sensitive` may not be either; it is given
/// where the bytes came from another program.
pub(crate) fn locate_fault(
    ty: &Type,
    writer: Option<&Type>,
    bytes: &[u8],
    fault: Fault,
) -> (Option<Violation>, Fault) {
    let mut violation = locate(ty, bytes);
    if let (Some(violation), Some(writer)) = (&mut violation, writer)
        && writer.summary().has_sensitive()
        && is_marked(writer, violation.path().segments())
    {
        violation.hide();
    }
    let is_secret = may_be_secret(ty, writer, &fault);
    let fault = match &violation {
        Some(violation) if violation.is_sensitive() || is_secret => {
            violation.reason().clone().into()
        }
        _ => shown(ty, writer, fault),
    };
    (violation, fault)
}

/// What may be shown of a fault of which no place is known.
pub(crate) fn shown(ty: &Type, writer: Option<&Type>, fault: Fault) -> Fault {
    match may_be_secret(ty, writer, &fault) {
        true => fault.without_value(),
        false => fault,
    }
}

/// Whether the fault shows a value, and there are values that are not to be shown.
fn may_be_secret(ty: &Type, writer: Option<&Type>, fault: &Fault) -> bool {
    let mut types = [Some(ty), writer].into_iter().flatten();
    fault.shows_value() && types.any(|ty| ty.summary().has_sensitive())
}

/// Whether a path of another type leads through what is marked in this one, or to what it
/// does not have: that may have another name.
fn is_marked(ty: &Type, steps: &[Segment]) -> bool {
    let field = |field: Option<&Field>, rest: &[Segment]| {
        field.is_none_or(|field| field.sensitive() || is_marked(field.ty(), rest))
    };
    match (ty, steps) {
        (_, []) => false,
        (Type::Option(content), steps) => is_marked(content, steps),
        (Type::Struct(ty), [Segment::Field(name), rest @ ..]) => {
            let subsection = ty.subsection_named(name).map(|one| one.field());
            let named = ty.fields().iter().find(|field| field.name() == name);
            field(named.or(subsection), rest)
        }
        (Type::Enum(ty), [Segment::Variant(variant), Segment::Field(name), rest @ ..]) => {
            let variant = ty.named(variant);
            let mut fields = variant.into_iter().flat_map(|variant| variant.fields());
            field(fields.find(|field| field.name() == name), rest)
        }
        (Type::Enum(ty), [Segment::Variant(variant)]) => ty.named(variant).is_none(),
        (
            Type::Array { element, .. } | Type::List(element) | Type::Set(element),
            [Segment::Index(_), rest @ ..],
        ) => is_marked(element, rest),
        (Type::Tuple(parts), [Segment::Index(Some(at)), rest @ ..]) => {
            let part = parts.get().get(*at);
            part.is_none_or(|part| is_marked(part, rest))
        }
        (Type::Map { key, .. }, [Segment::Key(_), rest @ ..]) => is_marked(key, rest),
        (Type::Map { value, .. }, [Segment::Value(_), rest @ ..]) => is_marked(value, rest),
        _ => true,
    }
}
