//! What may be shown of a fault that generated code found.
//!
//! That code stops at what it tests first, which need not be what stands first in
//! the data, and does not know within what its field lies.

use super::read::locate;
use super::violation::Violation;
use crate::codec::Fault;
use crate::schema::Type;

/// Where bytes depart from the type, and of what code said of them what may be
/// shown.
pub(crate) fn locate_fault(ty: &Type, bytes: &[u8], fault: Fault) -> (Option<Violation>, Fault) {
    let violation = locate(ty, bytes);
    let fault = match &violation {
        Some(violation) if violation.is_sensitive() || may_be_secret(ty, &fault) => {
            violation.reason().clone().into()
        }
        _ => shown(ty, fault),
    };
    (violation, fault)
}

/// What may be shown of a fault of which no place is known.
pub(crate) fn shown(ty: &Type, fault: Fault) -> Fault {
    match may_be_secret(ty, &fault) {
        true => fault.without_value(),
        false => fault,
    }
}

/// Whether the fault shows a value, and there are values that are not to be shown.
fn may_be_secret(ty: &Type, fault: &Fault) -> bool {
    fault.shows_value() && ty.summary().has_sensitive()
}
