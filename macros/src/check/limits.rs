//! `range`, `max_len` and `fill`, as far as spelling shows that nothing can satisfy them.

use quote::quote;
use syn::Type;

use super::literals::{int, is_no_number, len};
use crate::ast::{Field, Input};
use crate::attr::{DefaultValue, RangeLimits};
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    for field in input.body.all_fields() {
        check_type(cx, field);
        if let Some(range) = &field.attrs.range {
            check_limits(cx, range);
            check_not_empty(cx, range);
            check_default_in_range(cx, field, range);
        }
        check_default_len(cx, field);
    }
}

/// Only of arrays and tuples does the spelling tell what they are.
fn check_type(cx: &Ctxt, field: &Field) {
    let written = &field.attrs.written;
    let (is, unfit): (_, &[_]) = match ungroup(&field.ty) {
        Type::Array(_) => ("an array", &["max_len"]),
        Type::Tuple(_) => ("a tuple", &["range", "max_len", "fill"]),
        _ => return,
    };
    for key in unfit {
        if let Some(ident) = written.get(key) {
            cx.error(ident, messages::unfit_for_type(key, is));
        }
    }
}

fn check_limits(cx: &Ctxt, range: &RangeLimits) {
    for limit in [&range.start, &range.end].into_iter().flatten() {
        if is_no_number(limit) {
            cx.error(limit, messages::limit_not_number());
        }
    }
}

fn check_not_empty(cx: &Ctxt, range: &RangeLimits) {
    if let (Some(start), Some(end)) = (&range.start, &range.end)
        && let (Some(first), Some(last)) = (int(start), last(range))
        && first > last
    {
        cx.error(quote!(#start #end), messages::empty_range());
    }
}

fn check_default_in_range(cx: &Ctxt, field: &Field, range: &RangeLimits) {
    let Some(DefaultValue::Expr(default)) = &field.attrs.default else {
        return;
    };
    let is_array = matches!(ungroup(&field.ty), Type::Array(_));
    if is_no_number(default) && !is_array {
        cx.error(default, messages::range_of_no_number());
    }
    let Some(value) = int(default) else {
        return;
    };
    let below = first(range).is_some_and(|first| value < first);
    let above = last(range).is_some_and(|last| value > last);
    if below || above {
        cx.error(default, messages::default_outside_range(value));
    }
}

fn check_default_len(cx: &Ctxt, field: &Field) {
    let attrs = &field.attrs;
    let (Some(max), Some(DefaultValue::Expr(default))) = (&attrs.max_len, &attrs.default) else {
        return;
    };
    if let (Some(max), Some(len)) = (int(max), len(default))
        && i128::from(len) > max
    {
        cx.error(default, messages::default_too_long(len, max));
    }
}

fn first(range: &RangeLimits) -> Option<i128> {
    range.start.as_ref().and_then(int)
}

/// The largest integer in the range.
fn last(range: &RangeLimits) -> Option<i128> {
    let end = range.end.as_ref().and_then(int)?;
    if range.inclusive {
        Some(end)
    } else {
        end.checked_sub(1)
    }
}

fn ungroup(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungroup(&group.elem),
        Type::Paren(paren) => ungroup(&paren.elem),
        ty => ty,
    }
}
