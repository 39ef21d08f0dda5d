//! `retired(tag = N, name = "old", type = T, apply = f)`.

use syn::parse::ParseStream;
use syn::{Expr, Type};

use super::entry::Entry;
use super::key::keys;
use super::list::parse_list;
use super::name::{self, name};
use super::subsection::MAX_TAG;
use super::value::{self, Parsed};
use crate::spanned::Spanned;

/// A field or subsection that older builds wrote.
pub(crate) struct Retired {
    pub(crate) tag: Spanned<u32>,
    pub(crate) name: Spanned<String>,
    pub(crate) ty: Type,
    pub(crate) apply: Option<Expr>,
}

keys! {
    RetiredKeys at Retired {
        tag: Option<Spanned<u32>> = "tag", value::number::<1, MAX_TAG>, "tag = 1";
        name: Option<Spanned<String>> = "name", name::<{ name::OTHER }>, "name = \"old_name\"";
        ty: Option<Type> = "type", value::ty, "type = u32";
        apply: Option<Expr> = "apply", value::function, "apply = Self::apply_old_name";
    }
}

pub(super) fn read(entry: &Entry, input: ParseStream) -> Parsed<Retired> {
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    let mut keys = RetiredKeys::default();
    parse_list(entry.cx, &mut keys, &list);
    keys.written.require(entry, &["tag", "name", "type"]);
    let apply = keys.apply;
    Ok(match (keys.tag, keys.name, keys.ty) {
        (Some(tag), Some(name), Some(ty)) => Some(Retired {
            tag,
            name,
            ty,
            apply,
        }),
        _ => None,
    })
}
