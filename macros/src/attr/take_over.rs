//! `takes_over(device = "old", version = N, type = T, apply = f)`.

use syn::parse::ParseStream;
use syn::{Expr, Type};

use super::entry::Entry;
use super::key::keys;
use super::list::parse_list;
use super::name::{self, name};
use super::value::{self, Parsed};
use crate::spanned::Spanned;

/// A device that only other releases have, and whose state this one takes over.
pub(crate) struct TakeOver {
    pub(crate) device: Spanned<String>,
    /// At least 1.
    pub(crate) version: u32,
    pub(crate) ty: Type,
    pub(crate) apply: Expr,
}

keys! {
    TakeOverKeys at TakeOver {
        device: Option<Spanned<String>> = "device", name::<{ name::DEVICE }>, "device = \"combo\"";
        version: Option<Spanned<u32>> = "version", value::number::<1, { u32::MAX }>, "version = 2";
        ty: Option<Type> = "type", value::ty, "type = OldCombo";
        apply: Option<Expr> = "apply", value::function, "apply = Self::take_combo";
    }
}

pub(super) fn read(entry: &Entry, input: ParseStream) -> Parsed<TakeOver> {
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    let mut keys = TakeOverKeys::default();
    parse_list(entry.cx, &mut keys, &list);
    keys.written.require(entry, &["device", "type", "apply"]);
    Ok(match (keys.device, keys.ty, keys.apply) {
        (Some(device), Some(ty), Some(apply)) => Some(TakeOver {
            device,
            version: keys.version.map_or(1, |version| version.value),
            ty,
            apply,
        }),
        _ => None,
    })
}
