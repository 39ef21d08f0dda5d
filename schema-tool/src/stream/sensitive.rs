//! What of a schema is not to be shown.

use std::collections::HashSet;

use migratable::schema::{Field, Type};

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
    let seen = HashSet::new();
    Walker { seen, visit }.ty(ty);
}

struct Walker<'a, 'v> {
    /// Names of the types that were gone through.
    seen: HashSet<&'a str>,
    visit: &'v mut dyn FnMut(&'a Field),
}

impl<'a> Walker<'a, '_> {
    fn ty(&mut self, ty: &'a Type) {
        match ty {
            Type::Struct(ty) if self.seen.insert(ty.name()) => {
                self.fields(ty.fields().iter());
                self.fields(ty.subsections().iter().map(|one| one.field()));
            }
            Type::Enum(ty) if self.seen.insert(ty.name()) => {
                let variants = ty.variants().iter();
                self.fields(variants.flat_map(|variant| variant.fields()));
            }
            Type::Option(part) | Type::List(part) | Type::Set(part) => self.ty(part),
            Type::Array { element, .. } => self.ty(element),
            Type::Map { key, value } => {
                self.ty(key);
                self.ty(value);
            }
            Type::Tuple(parts) => parts.get().iter().for_each(|part| self.ty(part)),
            _ => {}
        }
    }

    fn fields(&mut self, fields: impl Iterator<Item = &'a Field>) {
        for field in fields {
            (self.visit)(field);
            self.ty(field.ty());
        }
    }
}
