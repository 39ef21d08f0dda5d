//! `allowed`: what the live device limits.

use syn::Expr;
use syn::parse::ParseStream;

use super::entry::Entry;
use super::key::keys;
use super::list::parse_list;
use super::value::{self, Parsed};
use crate::messages;

/// `allowed(subset_of = …)`, or another limit.
pub(crate) struct Allowed {
    pub(crate) limit: Limit,
    /// What it is: of the live device, which is `self` in it.
    pub(crate) expr: Expr,
}

#[derive(Clone, Copy)]
pub(crate) enum Limit {
    SubsetOf,
    AtMost,
    AtLeast,
}

keys! {
    AllowedKeys at Allowed {
        subset_of: Option<Expr> = "subset_of", value::expression, "subset_of = self.offered";
        at_most: Option<Expr> = "at_most", value::expression, "at_most = self.offered";
        at_least: Option<Expr> = "at_least", value::expression, "at_least = self.offered";
    }
}

/// `allowed(…)` on a field, with one limit.
pub(super) fn read(entry: &Entry, input: ParseStream) -> Parsed<Allowed> {
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    let mut keys = AllowedKeys::default();
    parse_list(entry.cx, &mut keys, &list);
    let mut written = keys.written.iter();
    let first = written.next();
    for (second, ident) in written {
        let first = first.map_or("", |(first, _)| first);
        if second != first {
            let message = messages::conflict(second, first, messages::ONE_LIMIT);
            entry.cx.error(ident, message);
        }
    }
    if first.is_none() && !keys.written.is_unsure("subset_of") {
        let limits = "`subset_of = …`, `at_most = …` or `at_least = …`";
        entry
            .cx
            .error(entry.ident, messages::missing_in_list(entry.key, limits));
    }
    let limits = [
        (Limit::SubsetOf, keys.subset_of),
        (Limit::AtMost, keys.at_most),
        (Limit::AtLeast, keys.at_least),
    ];
    let given = limits
        .into_iter()
        .find_map(|(limit, expr)| Some((limit, expr?)));
    Ok(given.map(|(limit, expr)| Allowed { limit, expr }))
}
