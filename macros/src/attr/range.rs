//! `range`: the numbers that a value may be, or hold.

use syn::parse::ParseStream;
use syn::{Expr, token};

use super::entry::Entry;
use super::key::keys;
use super::list::parse_list;
use super::value::{self, Parsed};
use crate::keys::Key;
use crate::messages;

/// The ranges of a field: of its numbers, or of those of a map's keys and values.
#[derive(Default)]
pub(crate) struct Ranges {
    pub(crate) own: Option<RangeLimits>,
    pub(crate) keys: Option<RangeLimits>,
    pub(crate) values: Option<RangeLimits>,
}

/// Which numbers a range is for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum RangeOf {
    Numbers,
    Keys,
    Values,
}

impl Ranges {
    /// Each range that there is.
    pub(crate) fn each(&self) -> impl Iterator<Item = (RangeOf, &RangeLimits)> {
        let ranges = [
            (RangeOf::Numbers, self.own.as_ref()),
            (RangeOf::Keys, self.keys.as_ref()),
            (RangeOf::Values, self.values.as_ref()),
        ];
        let ranges = ranges.into_iter();
        ranges.filter_map(|(of, range)| Some((of, range?)))
    }
}

/// At least one of `start` and `end` is given.
pub(crate) struct RangeLimits {
    pub(crate) start: Option<Expr>,
    pub(crate) end: Option<Expr>,
    /// Whether `end` itself is allowed.
    pub(crate) inclusive: bool,
}

keys! {
    RangeKeys at Range {
        keys: Option<RangeLimits> = "keys", one, "keys = 0..=31";
        values: Option<RangeLimits> = "values", one, "values = 1..";
    }
}

/// `range = start..=end`, or `range(keys = …, values = …)`.
pub(super) fn read(entry: &Entry, input: ParseStream) -> Parsed<Ranges> {
    if !input.peek(token::Paren) {
        let own = one(entry, input)?;
        return Ok(own.map(|own| Ranges {
            own: Some(own),
            ..Ranges::default()
        }));
    }
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    let mut read = RangeKeys::default();
    parse_list(entry.cx, &mut read, &list);
    if read.written.iter().next().is_none() && !read.written.is_unsure("keys") {
        let key = Key {
            usage: "range(keys = 0..=31, values = 1..)",
            ..entry.key
        };
        let message = messages::missing_in_list(key, "`keys = …`, `values = …`, or both");
        entry.cx.error(entry.ident, message);
    }
    let RangeKeys { keys, values, .. } = read;
    let own = None;
    Ok((keys.is_some() || values.is_some()).then_some(Ranges { own, keys, values }))
}

/// `key = start..=end`, of which one side may be missing.
fn one(entry: &Entry, input: ParseStream) -> Parsed<RangeLimits> {
    let Some(expr) = value::any_expression(entry, input)? else {
        return Ok(None);
    };
    match value::ungroup(expr) {
        Expr::Range(range) if range.start.is_some() || range.end.is_some() => {
            Ok(Some(RangeLimits {
                inclusive: matches!(range.limits, syn::RangeLimits::Closed(_)),
                start: range.start.map(|start| *start),
                end: range.end.map(|end| *end),
            }))
        }
        expr => {
            entry.cx.error(expr, messages::wants_range(entry.key));
            Ok(None)
        }
    }
}
