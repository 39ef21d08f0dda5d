//! `reserved(3, 7..=9, "old_name")`.

use std::ops::RangeInclusive;

use syn::parse::ParseStream;
use syn::spanned::Spanned as _;
use syn::{Expr, ExprRange, Lit, RangeLimits};

use super::entry::Entry;
use super::name::{self, is_valid};
use super::on_variant::MAX_TAG;
use super::value::{self, Parsed, literal};
use crate::messages;
use crate::spanned::Spanned;

/// Tags and names that may not be used again.
#[derive(Default)]
pub(crate) struct Reserved {
    /// A single tag is a range of one.
    pub(crate) tags: Vec<Spanned<RangeInclusive<u32>>>,
    pub(crate) names: Vec<Spanned<String>>,
}

impl Reserved {
    pub(super) fn join(lists: Vec<Reserved>) -> Self {
        let mut all = Reserved::default();
        for list in lists {
            all.tags.extend(list.tags);
            all.names.extend(list.names);
        }
        all
    }

    pub(crate) fn has_tag(&self, tag: u32) -> bool {
        self.tags.iter().any(|tags| tags.contains(&tag))
    }

    pub(crate) fn has_name(&self, name: &str) -> bool {
        self.names.iter().any(|reserved| **reserved == name)
    }
}

pub(super) fn read(entry: &Entry, input: ParseStream) -> Parsed<Reserved> {
    let Some(list) = value::list(entry, input)? else {
        return Ok(None);
    };
    if list.is_empty() {
        entry
            .cx
            .error(entry.ident, messages::missing_value(entry.key));
        return Ok(None);
    }
    let mut reserved = Reserved::default();
    for item in &value::items(entry, &list)? {
        read_item(entry, item, &mut reserved);
    }
    Ok(Some(reserved))
}

fn read_item(entry: &Entry, item: &Expr, reserved: &mut Reserved) {
    if let Some(Lit::Str(literal)) = literal(item) {
        let name = literal.value();
        if is_valid(&name, name::OTHER) {
            reserved.names.push(Spanned::new(name, literal.span()));
        } else {
            entry
                .cx
                .error(literal, messages::bad_name(&name, name::OTHER));
        }
    } else if let Some(tags) = tags(item) {
        reserved.tags.push(Spanned::new(tags, item.span()));
    } else {
        entry.cx.error(item, messages::bad_reserved(MAX_TAG));
    }
}

fn tags(item: &Expr) -> Option<RangeInclusive<u32>> {
    let Expr::Range(ExprRange {
        start, limits, end, ..
    }) = item
    else {
        let tag = tag(item)?;
        return Some(tag..=tag);
    };
    let start = tag(start.as_deref()?)?;
    let end = tag(end.as_deref()?)?;
    let end = match limits {
        RangeLimits::Closed(_) => end,
        RangeLimits::HalfOpen(_) => end.checked_sub(1)?,
    };
    (start <= end).then_some(start..=end)
}

fn tag(expr: &Expr) -> Option<u32> {
    match literal(expr) {
        Some(Lit::Int(int)) => int.base10_parse().ok().filter(|tag| *tag <= MAX_TAG),
        _ => None,
    }
}
