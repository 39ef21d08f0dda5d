//! All that a type is made of.

use std::collections::HashSet;
use std::ptr;

use migratable::schema::{Components, Field, Type, Variant, Versions};

/// What a type is made of.
pub(crate) enum Described<'a> {
    /// The type, or one within.
    Type(&'a Type),
    Variant(&'a Variant),
    Field(&'a Field),
}

/// Calls `visit` with each type, variant and field in a type: with a struct or enum once,
/// however often it is referred to. Two types may have one name.
pub(crate) fn each<'a>(ty: &'a Type, visit: &mut dyn FnMut(Described<'a>)) {
    let seen = HashSet::new();
    Walker { seen, visit }.ty(ty);
}

struct Walker<'a, 'v> {
    /// Types that were gone through.
    seen: HashSet<*const Type>,
    visit: &'v mut dyn FnMut(Described<'a>),
}

impl<'a> Walker<'a, '_> {
    fn ty(&mut self, ty: &'a Type) {
        let is_named = ty.versions().is_some();
        if is_named && !self.seen.insert(ptr::from_ref(ty)) {
            return;
        }
        (self.visit)(Described::Type(ty));
        let older = ty.versions().map(Versions::older);
        for older in older.into_iter().flatten() {
            self.ty(older.ty());
        }
        match ty.components() {
            Components::Struct(ty) => {
                self.fields(ty.fields().iter());
                self.fields(ty.subsections().iter().map(|one| one.field()));
            }
            Components::Enum(ty) => {
                for variant in ty.variants() {
                    (self.visit)(Described::Variant(variant));
                    self.fields(variant.fields().iter());
                }
            }
            Components::Nothing
            | Components::One(_)
            | Components::Entries { .. }
            | Components::Tuple(_) => ty.component_types().for_each(|part| self.ty(part)),
        }
    }

    fn fields(&mut self, fields: impl Iterator<Item = &'a Field>) {
        for field in fields {
            (self.visit)(Described::Field(field));
            self.ty(field.ty());
        }
    }
}
