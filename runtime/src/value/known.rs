//! The names that there are, for who asks for one that there is not.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::schema::{EnumType, StructType, Variant};

/// So many names are listed: more say nothing.
const MOST: usize = 20;

pub(super) fn variants(ty: &EnumType) -> String {
    known("variants", ty.variants().iter().map(Variant::name))
}

pub(super) fn fields(ty: &StructType) -> String {
    let subsections = ty.subsections().iter().map(|one| one.field());
    let fields = ty.fields().iter().chain(subsections);
    known("fields", fields.map(|field| field.name()))
}

pub(super) fn fields_of(variant: &Variant) -> String {
    known("fields", variant.fields().iter().map(|field| field.name()))
}

fn known<'n>(what: &str, names: impl Iterator<Item = &'n str>) -> String {
    let names: Vec<&str> = names.collect();
    let listed: Vec<String> = (names.iter().take(MOST))
        .map(|name| format!("`{name}`"))
        .collect();
    match (names.len(), names.len().saturating_sub(MOST)) {
        (0, _) => format!("there are no {what}"),
        (_, 0) => format!("there are {}", listed.join(", ")),
        (_, more) => format!("there are {} and {more} more", listed.join(", ")),
    }
}
