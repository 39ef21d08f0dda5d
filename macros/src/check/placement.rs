//! Keys that mean nothing on this kind of type, variant or field.

use proc_macro2::{Ident, TokenTree};
use syn::{DeriveInput, Meta};

use crate::ast::{Body, Input};
use crate::attr::Skip;
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, node: &DeriveInput, input: &Input) {
    check_struct_keys(cx, input);
    check_packed(cx, node);
    check_variant_fields(cx, input);
}

/// What a subsection is to a struct, a variant is to an enum.
fn check_struct_keys(cx: &Ctxt, input: &Input) {
    if matches!(input.body, Body::Struct(_)) {
        return;
    }
    for key in ["subsection", "retired"] {
        if let Some(ident) = input.attrs.written.get(key) {
            cx.error(ident, messages::subsection_of_enum(key));
        }
    }
}

pub(super) fn check_bound(cx: &Ctxt, input: &Input) {
    if input.generics.type_params().next().is_some() {
        return;
    }
    if let Some(ident) = input.attrs.written.get("bound") {
        cx.error(ident, messages::bound_without_parameter());
    }
}

/// Fields of a packed struct cannot be borrowed, so generated code could not hand them on.
fn check_packed(cx: &Ctxt, node: &DeriveInput) {
    for attr in node
        .attrs
        .iter()
        .filter(|attr| attr.path().is_ident("repr"))
    {
        if let Meta::List(list) = &attr.meta
            && let Some(packed) = list.tokens.clone().into_iter().find_map(packed)
        {
            cx.error(packed, messages::packed());
        }
    }
}

fn packed(token: TokenTree) -> Option<Ident> {
    match token {
        TokenTree::Ident(ident) if ident == "packed" => Some(ident),
        _ => None,
    }
}

/// While loading, the live value need not be in the same variant, so there may be no live field.
fn check_variant_fields(cx: &Ctxt, input: &Input) {
    let variants = input.body.variants().iter();
    for field in variants.flat_map(|variant| &variant.fields.fields) {
        let written = &field.attrs.written;
        if let (Some(Skip::Keep), Some(ident)) = (&field.attrs.skip, written.get("skip")) {
            cx.error(ident, messages::skip_in_variant());
        }
        if let Some(ident) = written.get("must_match") {
            cx.error(ident, messages::must_match_in_variant());
        }
        if let Some(ident) = written.get("allowed") {
            cx.error(ident, messages::allowed_in_variant());
        }
        if let Some(ident) = written.get("subsection") {
            cx.error(ident, messages::subsection_in_variant());
        }
    }
}
