//! What may be shown of a fault that generated code found.
//!
//! That code stops at what it tests first, which need not be what stands first in
//! the data, and does not know within what its field lies.

use super::read::locate;
use super::violation::Violation;
use crate::codec::Fault;
use crate::schema::along::{Passed, along};
use crate::schema::{Segment, Type};

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
    let mut is_marked = false;
    let has_it = along(ty, steps, |passed| {
        is_marked |= matches!(passed, Passed::Field(field) if field.sensitive());
    });
    is_marked || !has_it
}
