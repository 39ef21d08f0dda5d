//! `from`, `try_from`, `into` and `transparent`, where another type stands in the stream.

use crate::ast::{Body, Input};
use crate::attr::Written;
use crate::ctxt::Ctxt;
use crate::messages;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    check_both_ways(cx, input);
    check_converted(cx, input);
    check_transparent_struct(cx, input);
    check_transparent_field(cx, input);
}

/// Every type is both written and read.
fn check_both_ways(cx: &Ctxt, input: &Input) {
    let written = &input.attrs.written;
    let from = written.get("from").or(written.get("try_from"));
    if let (Some(from), true) = (from, written.lacks("into")) {
        cx.error(from, messages::from_without_into());
    }
    if let (Some(apply), true) = (written.get("apply"), written.lacks("into")) {
        cx.error(apply, messages::apply_without_into());
    }
    let mut reads = ["from", "try_from", "apply"].into_iter();
    let unread = reads.all(|key| written.lacks(key));
    if let (Some(into), true) = (written.get("into"), unread) {
        cx.error(into, messages::into_without_from());
    }
}

/// The fields of a converted type are not in the stream.
fn check_converted(cx: &Ctxt, input: &Input) {
    if !input.is_converted() {
        return;
    }
    let variants = input.body.variants().iter();
    let fields = input.body.all_fields();
    let keys = variants
        .map(|variant| &variant.attrs.written)
        .chain(fields.map(|field| &field.attrs.written))
        .flat_map(Written::iter);
    for (key, ident) in keys {
        cx.error(ident, messages::key_on_converted(key));
    }
}

/// An enum has a tag, which no other type could stand for.
fn check_transparent_struct(cx: &Ctxt, input: &Input) {
    let Some(transparent) = input.attrs.written.get("transparent") else {
        return;
    };
    let fields = match &input.body {
        Body::Struct(list) => &list.fields,
        Body::Enum(_) => return cx.error(transparent, messages::transparent_enum()),
    };
    let shown = fields.iter().filter(|field| !field.is_skipped()).count();
    if shown != 1 {
        cx.error(transparent, messages::transparent_fields(shown));
    }
}

/// What the schema says of a field has no place where there is only the field's type.
fn check_transparent_field(cx: &Ctxt, input: &Input) {
    if !input.attrs.transparent {
        return;
    }
    let fields = input.body.struct_fields().iter();
    for field in fields.filter(|field| !field.is_skipped()) {
        for (key, ident) in field.attrs.written.iter() {
            if !matches!(key, "with" | "varint") {
                cx.error(ident, messages::key_on_transparent(key));
            }
        }
    }
}
