//! What of a schema is not to be shown.

use std::collections::HashSet;

use migratable::schema::{Field, Type};

use super::types::{self, Described};

/// Names and aliases of all sensitive fields in a type.
pub(crate) fn sensitive_names(ty: &Type) -> HashSet<String> {
    let mut names = HashSet::new();
    each_field(ty, &mut |field| {
        if field.sensitive() {
            names.insert(field.name().to_owned());
            names.extend(field.aliases().iter().map(|alias| alias.get().to_owned()));
        }
    });
    names
}

/// Whether a field in a type has one of these names.
pub(crate) fn has_field(ty: &Type, names: &HashSet<String>) -> bool {
    let mut has = false;
    each_field(ty, &mut |field| has |= names.contains(field.name()));
    has
}

/// Calls `visit` with each field in a type.
fn each_field<'a>(ty: &'a Type, visit: &mut dyn FnMut(&'a Field)) {
    types::each(ty, &mut |part| {
        if let Described::Field(field) = part {
            visit(field);
        }
    });
}
