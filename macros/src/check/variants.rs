//! Enums and their `other` variant.

use syn::Type;

use crate::ast::{Body, Input, Style, Variant};
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    check_inhabited(cx, input);
    check_one_other(cx, input);
    for variant in input
        .body
        .variants()
        .iter()
        .filter(|variant| variant.attrs.other)
    {
        check_other_shape(cx, variant);
        check_other_keys(cx, variant);
    }
}

fn check_inhabited(cx: &Ctxt, input: &Input) {
    if matches!(&input.body, Body::Enum(variants) if variants.is_empty()) {
        cx.error(&input.ident, messages::no_variants());
    }
}

fn check_one_other(cx: &Ctxt, input: &Input) {
    let variants = input.body.variants().iter();
    let mut others = variants.filter_map(|variant| variant.attrs.written.get("other"));
    let _first = others.next();
    for other in others {
        cx.error(other, messages::second_other());
    }
}

fn check_other_shape(cx: &Ctxt, variant: &Variant) {
    let fits = match (variant.fields.style, variant.fields.fields.as_slice()) {
        (Style::Unit, _) => true,
        (Style::Tuple, [field]) => may_be_u32(&field.ty),
        _ => false,
    };
    if !fits {
        cx.error(&variant.ident, messages::other_shape(&variant.ident));
    }
}

/// Any path may be an alias of `u32`, but for the names of other primitive types.
fn may_be_u32(ty: &Type) -> bool {
    const OTHERS: [&str; 15] = [
        "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "u8", "u16",
        "u64", "u128", "usize",
    ];
    match ty {
        Type::Path(ty) => !OTHERS.iter().any(|other| ty.path.is_ident(other)),
        Type::Group(group) => may_be_u32(&group.elem),
        Type::Paren(paren) => may_be_u32(&paren.elem),
        Type::Macro(_) => true,
        _ => false,
    }
}

/// The field of an `other` variant holds the tag from the stream, and is written as that.
fn check_other_keys(cx: &Ctxt, variant: &Variant) {
    for field in &variant.fields.fields {
        for (key, ident) in field.attrs.written.iter() {
            cx.error(ident, messages::key_on_other_field(key));
        }
        if let Some(ident) = variant.attrs.written.get("tag") {
            cx.error(ident, messages::tag_on_other());
        }
    }
}
