//! Names that become part of the schema.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;

use super::entry::Entry;
use super::value::{Parsed, string};
use crate::messages;
use crate::spanned::Spanned;

/// Bytes in the name of a device.
pub(super) const DEVICE: usize = 128;
/// Bytes in any other name.
pub(crate) const OTHER: usize = 64;

/// `key = "name"`, of at most `MAX` bytes.
pub(super) fn name<const MAX: usize>(entry: &Entry, input: ParseStream) -> Parsed<Spanned<String>> {
    let Some(literal) = string(entry, input)? else {
        return Ok(None);
    };
    let name = literal.value();
    if !is_valid(&name, MAX) {
        entry.cx.error(literal, messages::bad_name(&name, MAX));
        return Ok(None);
    }
    Ok(Some(Spanned::new(name, literal.span())))
}

/// The name that `ident` gives to an item. It is yet to be seen whether it is valid.
pub(crate) fn of_ident(ident: &Ident) -> Spanned<String> {
    Spanned::new(ident.unraw().to_string(), ident.span())
}

/// The name of a group of fields.
pub(super) fn of_group(entry: &Entry, ident: &Ident) -> Option<Spanned<String>> {
    let name = of_ident(ident);
    if !is_valid(&name, OTHER) {
        entry.cx.error(ident, messages::bad_name(&name, OTHER));
        return None;
    }
    Some(name)
}

pub(crate) fn is_valid(name: &str, max: usize) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
    !name.is_empty() && name.len() <= max && name.chars().all(allowed)
}
