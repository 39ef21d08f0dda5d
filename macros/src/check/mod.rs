//! The rules across keys, fields and variants: one short function each.

mod conversions;
mod defaults;
#[cfg(test)]
mod limit_table;
mod limits;
mod literals;
mod names;
#[cfg(test)]
mod pair_table;
mod pairs;
mod parts;
mod placement;
mod pod;
mod recursion;
#[cfg(test)]
mod rule_table;
mod subsections;
mod tags;
mod types;
mod variants;
mod versions;

pub(crate) use self::types::has_size;

use syn::DeriveInput;

use crate::ast::Input;
use crate::ctxt::Ctxt;

/// Reports whatever in `input` contradicts itself or means nothing. `node` is what it was read
/// from.
pub(crate) fn check(cx: &Ctxt, node: &DeriveInput, input: &Input) {
    pairs::check(cx, input);
    placement::check_bound(cx, input);
    versions::check(cx, input);
    conversions::check(cx, input);
    if input.is_converted() {
        // Its fields and variants are not in the stream.
        return;
    }
    placement::check(cx, node, input);
    pod::check(cx, node, input);
    variants::check(cx, input);
    types::check(cx, input);
    recursion::check(cx, input);
    defaults::check(cx, input);
    if input.attrs.transparent {
        // Its field is in the stream, but not in the schema.
        return;
    }
    subsections::check(cx, input);
    names::check(cx, input);
    tags::check(cx, input);
    limits::check(cx, input);
}
