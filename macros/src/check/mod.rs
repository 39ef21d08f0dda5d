//! The rules across keys, fields and variants: one short function each.

mod conversions;
mod limits;
mod literals;
mod names;
mod pairs;
mod placement;
mod recursion;
mod subsections;
mod tags;
mod types;
mod variants;
mod versions;

use syn::DeriveInput;

use crate::ast::Input;
use crate::ctxt::Ctxt;

/// Reports whatever in `input` contradicts itself or means nothing. `node` is what it was read
/// from.
pub(crate) fn check(cx: &Ctxt, node: &DeriveInput, input: &Input) {
    placement::check(cx, node, input);
    pairs::check(cx, input);
    versions::check(cx, input);
    conversions::check(cx, input);
    variants::check(cx, input);
    subsections::check(cx, input);
    names::check(cx, input);
    tags::check(cx, input);
    limits::check(cx, input);
    types::check(cx, input);
    recursion::check(cx, input);
}
