//! `default` on a type: what the schema may say of its `Default`.

use crate::ast::{Body, Input};
use crate::attr::{DefaultValue, Subsection};
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    let attrs = &input.attrs;
    let (Some(default), Some(key)) = (&attrs.default, attrs.written.get("default")) else {
        return;
    };
    match default {
        DefaultValue::Stated(stated) if stated.literal.is_none() => {
            cx.error(&stated.expr, messages::computed_default_of_type());
        }
        DefaultValue::Trait if is_without_default(&input.body) => {
            cx.error(key, messages::default_of_enum(&input.ident));
        }
        _ if flattens(&input.body) => cx.error(key, messages::default_with_flatten()),
        _ if has_condition(input) => cx.error(key, messages::default_with_condition()),
        _ => {}
    }
}

fn is_without_default(body: &Body) -> bool {
    let is_default = || body.variants().iter().any(|variant| variant.is_default);
    matches!(body, Body::Enum(_)) && !is_default()
}

/// In the schema it has other fields than in Rust.
fn flattens(body: &Body) -> bool {
    body.all_fields().any(|field| field.attrs.flatten)
}

/// Whether the program decides what of a value is written.
fn has_condition(input: &Input) -> bool {
    let mut subsections = input
        .body
        .struct_fields()
        .iter()
        .filter_map(|field| field.attrs.subsection.as_ref());
    subsections.any(|subsection| match subsection {
        Subsection::Own { needed, .. } => needed.is_some(),
        Subsection::Group(_) => true,
    })
}
