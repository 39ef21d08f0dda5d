//! `range`, `max_len` and `fill`, as far as spelling shows that nothing can satisfy them.

use quote::quote;
use syn::{Expr, Type};

use super::literals::{int, is_no_number};
use crate::ast::{Field, Input};
use crate::attr::{DefaultValue, Literal, RangeLimits, RangeOf, Ranges, Stated, literal};
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    for field in input.body.all_fields() {
        check_type(cx, field);
        for (of, range) in field.attrs.range.iter().flat_map(Ranges::each) {
            check_limits(cx, range);
            check_not_empty(cx, range);
            // Of two keys that exclude each other, that is all there is to say.
            if of == RangeOf::Numbers && field.attrs.fill.is_none() {
                check_default_in_range(cx, field, range);
            }
        }
        check_max_len(cx, field);
        check_default_len(cx, field);
        check_literals_through_with(cx, field);
    }
}

/// Only of arrays and tuples does the spelling tell what they are. An array may be one of
/// lists.
fn check_type(cx: &Ctxt, field: &Field) {
    let written = &field.attrs.written;
    let (is, unfit): (_, &[_]) = match ungroup(&field.ty) {
        Type::Array(array) if !is_spelled_number(innermost(&array.elem)) => return,
        Type::Array(_) => ("an array of numbers", &["max_len"]),
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
    let mut limits = [&range.start, &range.end].into_iter().flatten();
    if let Some(limit) = limits.find(|limit| is_no_number(limit)) {
        cx.error(limit, messages::limit_not_number());
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
    for (expr, literal) in literals(field) {
        if literal.is_no_number() {
            cx.error(expr, messages::range_of_no_number());
        }
        let is_outside = |value: &i128| {
            first(range).is_some_and(|first| *value < first)
                || last(range).is_some_and(|last| *value > last)
        };
        if let Some(value) = literal.integers().into_iter().find(is_outside) {
            cx.error(expr, messages::default_outside_range(value));
        }
    }
}

/// What is written out is a number of elements or bytes.
fn check_max_len(cx: &Ctxt, field: &Field) {
    let Some(max) = &field.attrs.max_len else {
        return;
    };
    let is_length = |value: &Literal| match value {
        Literal::Integer {
            negative,
            magnitude,
        } => !negative && u64::try_from(*magnitude).is_ok(),
        _ => false,
    };
    if literal(max).is_some() || Literal::of(max).is_some() {
        let value = Literal::of(max);
        if !value.as_ref().is_some_and(is_length) {
            cx.error(max, messages::max_len_not_length());
        }
    }
}

fn check_default_len(cx: &Ctxt, field: &Field) {
    let Some(max) = field.attrs.max_len.as_ref().and_then(int) else {
        return;
    };
    for (expr, literal) in literals(field) {
        if let Some(len) = longest(&field.ty, literal).filter(|len| i128::from(*len) > max) {
            cx.error(expr, messages::default_too_long(len, max));
        }
    }
}

/// The length of a literal, or of the longest list in an array.
fn longest(ty: &Type, literal: &Literal) -> Option<u64> {
    match (ungroup(ty), literal) {
        (Type::Array(array), Literal::List(items)) => {
            let lens = items.iter().filter_map(|item| longest(&array.elem, item));
            lens.max()
        }
        (Type::Array(_), _) => None,
        _ => literal.len(),
    }
}

/// What arrays in arrays hold.
fn innermost(element: &Type) -> &Type {
    match ungroup(element) {
        Type::Array(array) => innermost(&array.elem),
        ty => ty,
    }
}

/// Whether it is called as a number is, and so may be none only where its user hides that.
fn is_spelled_number(ty: &Type) -> bool {
    const NUMBERS: [&str; 14] = [
        "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
        "f32", "f64",
    ];
    match ty {
        Type::Path(path) => NUMBERS.iter().any(|number| path.path.is_ident(number)),
        _ => false,
    }
}

/// What encodes a value as it likes leaves nothing for the schema to state.
fn check_literals_through_with(cx: &Ctxt, field: &Field) {
    if field.attrs.with.as_ref().is_none_or(keeps_values) {
        return;
    }
    // Of what the type tells, it also tells what encodes it.
    for (expr, _) in literals(field).filter(|(_, literal)| !literal.has_made()) {
        cx.error(expr, messages::literal_through_with());
    }
}

/// `Varint`, and what is made of it.
fn keeps_values(with: &Type) -> bool {
    match ungroup(with) {
        Type::Array(array) => keeps_values(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().all(keeps_values),
        Type::Path(path) => path.path.segments.last().is_some_and(|last| {
            let args = match &last.arguments {
                syn::PathArguments::AngleBracketed(args) => &args.args,
                _ => return last.ident == "Varint",
            };
            ["Vec", "VecDeque", "Option", "Box"]
                .iter()
                .any(|name| last.ident == name)
                && args.iter().all(|arg| match arg {
                    syn::GenericArgument::Type(ty) => keeps_values(ty),
                    _ => false,
                })
        }),
        _ => false,
    }
}

/// The default and the fill value, where they are spelled out.
fn literals(field: &Field) -> impl Iterator<Item = (&Expr, &Literal)> {
    let default = match &field.attrs.default {
        Some(DefaultValue::Stated(default)) => Some(default),
        _ => None,
    };
    let stated = default.into_iter().chain(&field.attrs.fill);
    stated.filter_map(|Stated { expr, literal }| Some((expr, literal.as_ref()?)))
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
