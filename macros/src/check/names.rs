//! Names: each stands for one thing, and reserved ones for none.

use std::collections::HashSet;

use crate::ast::{Field, Input};
use crate::attr::Reserved;
use crate::attr::name::{OTHER as MAX, is_valid};
use crate::ctxt::Ctxt;
use crate::messages;
use crate::spanned::Spanned;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    check_list(cx, &Reserved::default(), &[&input.name]);
    let reserved = &input.attrs.reserved;
    check_reserved_once(cx, reserved);
    check_list(cx, reserved, &struct_names(input));
    check_list(cx, reserved, &variant_names(input));
    for variant in input.body.variants() {
        // What is reserved on an enum are variants.
        check_list(
            cx,
            &Reserved::default(),
            &field_names(&variant.fields.fields),
        );
    }
}

fn check_reserved_once(cx: &Ctxt, reserved: &Reserved) {
    let mut seen = HashSet::new();
    for name in &reserved.names {
        if !seen.insert(name.as_str()) {
            cx.push(messages::reserved_twice(name.as_str()).at_span(name.span));
        }
    }
}

fn check_list(cx: &Ctxt, reserved: &Reserved, names: &[&Spanned<String>]) {
    let mut seen = HashSet::new();
    for name in names {
        if !is_valid(name, MAX) {
            // Only identifiers are left to check.
            cx.push(messages::bad_identifier(name, MAX).at_span(name.span));
        } else if reserved.has_name(name) {
            cx.push(messages::reserved_name(name).at_span(name.span));
        } else if !seen.insert(name.as_str()) {
            cx.push(messages::duplicate_name(name).at_span(name.span));
        }
    }
}

/// Fields, subsections and what has retired share one set of names, so that a path of names in a
/// message means one thing.
fn struct_names(input: &Input) -> Vec<&Spanned<String>> {
    let mut names = field_names(input.body.struct_fields());
    names.extend(input.attrs.subsections.iter().map(|group| &group.name));
    names.extend(input.attrs.retired.iter().map(|retired| &retired.name));
    names
}

/// Names before aliases, so that of two equal ones the alias is reported.
fn field_names(fields: &[Field]) -> Vec<&Spanned<String>> {
    let shown = || fields.iter().filter(|field| field.has_name());
    let names = shown().map(|field| &field.name);
    let aliases = shown().flat_map(|field| &field.attrs.aliases);
    names.chain(aliases).collect()
}

fn variant_names(input: &Input) -> Vec<&Spanned<String>> {
    let variants = input.body.variants();
    let names = variants.iter().map(|variant| &variant.name);
    let aliases = variants.iter().flat_map(|variant| &variant.attrs.aliases);
    names.chain(aliases).collect()
}
