//! Tags: each stands for one subsection or variant, and reserved ones for none.

use std::collections::HashSet;

use crate::ast::{Input, Style, Variant};
use crate::attr::{Reserved, Subsection};
use crate::ctxt::Ctxt;
use crate::messages;
use crate::spanned::Spanned;

pub(super) fn check(cx: &Ctxt, input: &Input) {
    let reserved = &input.attrs.reserved;
    check_reserved_once(cx, reserved);
    check_list(cx, reserved, &subsection_tags(input));
    check_list(cx, reserved, &variant_tags(input.body.variants()));
}

fn check_reserved_once(cx: &Ctxt, reserved: &Reserved) {
    for (index, tags) in reserved.tags.iter().enumerate() {
        let mut earlier = reserved.tags.iter().take(index);
        let (start, end) = (tags.start(), tags.end());
        if let Some(other) = earlier.find(|other| other.start() <= end && start <= other.end()) {
            let twice = start.max(other.start());
            cx.push(messages::reserved_twice(twice).at_span(tags.span));
        }
    }
}

fn check_list(cx: &Ctxt, reserved: &Reserved, tags: &[&Spanned<u32>]) {
    let free = tags
        .iter()
        .map(|tag| tag.value + 1)
        .max()
        .unwrap_or_default();
    let mut free = (free..).filter(|tag| !reserved.has_tag(*tag));
    let mut free = || free.next().unwrap_or_default();
    let mut seen = HashSet::new();
    for tag in tags {
        if reserved.has_tag(tag.value) {
            cx.push(messages::reserved_tag(tag.value, free()).at_span(tag.span));
        } else if !seen.insert(tag.value) {
            cx.push(messages::duplicate_tag(tag.value, free()).at_span(tag.span));
        }
    }
}

/// What has retired is on the wire as a subsection.
fn subsection_tags(input: &Input) -> Vec<&Spanned<u32>> {
    let of_fields = input.body.struct_fields().iter();
    let of_fields = of_fields.filter_map(|field| match &field.attrs.subsection {
        Some(Subsection::Own { tag, .. }) => Some(tag),
        _ => None,
    });
    let of_groups = input.attrs.subsections.iter().map(|group| &group.tag);
    let of_retired = input.attrs.retired.iter().map(|retired| &retired.tag);
    of_fields.chain(of_groups).chain(of_retired).collect()
}

/// The tags that stand for a variant of this build, as far as they could be read: after one that
/// could not, those counted on from it mean nothing.
fn variant_tags(variants: &[Variant]) -> Vec<&Spanned<u32>> {
    let mut known = true;
    let mut tags = Vec::new();
    for variant in variants {
        let attrs = &variant.attrs;
        known = attrs.tag.is_some() || known && !attrs.written.is_unsure("tag");
        let holds_tag = attrs.other && variant.fields.style != Style::Unit;
        if known && !holds_tag {
            tags.push(&variant.tag);
        }
    }
    tags
}
