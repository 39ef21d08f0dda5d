//! `older(version = N, type = T, convert = f)`.

use syn::parse::ParseStream;
use syn::{Expr, Type};

use super::entry::Entry;
use super::key::keys;
use super::list::parse_list;
use super::value::{self, Parsed};
use crate::spanned::Spanned;

/// What the type was in an older version.
pub(crate) struct Older {
    pub(crate) version: Spanned<u32>,
    pub(crate) ty: Type,
    pub(crate) convert: Expr,
}

keys! {
    OlderKeys at Older {
        version: Option<Spanned<u32>> = "version", value::number::<1, { u32::MAX }>, "version = 1";
        ty: Option<Type> = "type", value::ty, "type = UartV1";
        convert: Option<Expr> = "convert", value::function, "convert = Self::take_v1";
    }
}

pub(super) fn read(entry: &Entry, input: ParseStream) -> Parsed<Older> {
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    let mut keys = OlderKeys::default();
    parse_list(entry.cx, &mut keys, &list);
    keys.written.require(entry, &["version", "type", "convert"]);
    Ok(match (keys.version, keys.ty, keys.convert) {
        (Some(version), Some(ty), Some(convert)) => Some(Older {
            version,
            ty,
            convert,
        }),
        _ => None,
    })
}
