//! `subsection`: on a field, and on the type for a group of fields.

use proc_macro2::{Ident, TokenStream, TokenTree};
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Expr, Token};

use super::entry::Entry;
use super::key::keys;
use super::list::parse_list;
use super::name;
use super::value::{self, Parsed};
use crate::messages;
use crate::spanned::Spanned;

/// The largest tag of a subsection. The smallest is 1.
pub(crate) const MAX_TAG: u32 = u16::MAX as u32;

/// How a field is part of a subsection.
pub(crate) enum Subsection {
    /// `subsection(tag = N, …)`: one of its own.
    Own {
        tag: Spanned<u32>,
        /// When absent, the field is an `Option`, present when `Some`, and has no `default`.
        /// When given, the field has a `default`.
        needed: Option<Expr>,
        ignorable: bool,
    },
    /// `subsection = name`: the group of that name. The field has a `default`.
    Group(Spanned<String>),
}

/// `subsection(name, tag = N, needed = f)` on a type. At least one field belongs to it.
pub(crate) struct SubsectionGroup {
    pub(crate) name: Spanned<String>,
    pub(crate) tag: Spanned<u32>,
    pub(crate) needed: Expr,
    pub(crate) ignorable: bool,
}

keys! {
    SubsectionKeys at Subsection {
        tag: Option<Spanned<u32>> = "tag", value::number::<1, MAX_TAG>, "tag = 1";
        needed: Option<Expr> = "needed", value::function, "needed = Self::has_clock";
        ignorable: bool = "ignorable", value::flag, "ignorable";
    }
}

/// `subsection(…)` or `subsection = name` on a field.
pub(super) fn read(entry: &Entry, input: ParseStream) -> Parsed<Subsection> {
    if input.peek(Token![=]) {
        return read_membership(entry, input);
    }
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    let mut keys = SubsectionKeys::default();
    parse_list(entry.cx, &mut keys, &list);
    keys.written.require(entry, &["tag"]);
    // Of the two, only `needed` may be left out.
    let tag = keys.tag.filter(|_| !keys.written.is_unsure("needed"));
    Ok(tag.map(|tag| Subsection::Own {
        tag,
        needed: keys.needed,
        ignorable: keys.ignorable,
    }))
}

fn read_membership(entry: &Entry, input: ParseStream) -> Parsed<Subsection> {
    if !value::starts_value(entry, input)? || value::is_quoted(entry, input)? {
        return Ok(None);
    }
    if !input.peek(Ident::peek_any) {
        let value: TokenTree = input.parse()?;
        entry.cx.error(value, messages::wants_group());
        return Ok(None);
    }
    let group = Ident::parse_any(input)?;
    Ok(name::of_group(entry, &group).map(Subsection::Group))
}

/// `subsection(name, …)` on a type.
pub(super) fn read_group(entry: &Entry, input: ParseStream) -> Parsed<SubsectionGroup> {
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    let Some(name) = read_group_name(entry, &list)? else {
        // What is left unread would be reported once more.
        list.parse::<TokenStream>()?;
        return Ok(None);
    };
    let mut keys = SubsectionKeys::default();
    parse_list(entry.cx, &mut keys, &list);
    keys.written.require(entry, &["tag", "needed"]);
    let ignorable = keys.ignorable;
    Ok(match (keys.tag, keys.needed) {
        (Some(tag), Some(needed)) => Some(SubsectionGroup {
            name,
            tag,
            needed,
            ignorable,
        }),
        _ => None,
    })
}

fn read_group_name(entry: &Entry, list: ParseStream) -> Parsed<Spanned<String>> {
    if !list.peek(Ident::peek_any) || list.peek2(Token![=]) {
        entry.cx.error(entry.ident, messages::group_without_name());
        return Ok(None);
    }
    let ident = Ident::parse_any(list)?;
    list.parse::<Option<Token![,]>>()?;
    Ok(name::of_group(entry, &ident))
}
