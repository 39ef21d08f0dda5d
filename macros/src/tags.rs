//! The tags of variants: as written, or counted like Rust's discriminants.

use proc_macro2::Ident;

use crate::attr::{MAX_VARIANT_TAG, VariantAttrs};
use crate::ctxt::Ctxt;
use crate::messages;
use crate::spanned::Spanned;

/// Hands out the tags of an enum's variants in turn.
#[derive(Default)]
pub(crate) struct Counter {
    next: u32,
}

impl Counter {
    pub(crate) fn next(&mut self, cx: &Ctxt, ident: &Ident, attrs: &VariantAttrs) -> Spanned<u32> {
        let tag = match &attrs.tag {
            Some(tag) => tag.clone(),
            None => Spanned::new(self.next, ident.span()),
        };
        // Only the first one past the end, for all after it are past the end as well.
        if *tag == MAX_VARIANT_TAG + 1 {
            cx.error(ident, messages::tags_exhausted(MAX_VARIANT_TAG));
        }
        self.next = tag.value + 1;
        tag
    }
}
