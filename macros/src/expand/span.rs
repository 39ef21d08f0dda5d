//! Where rustc reports what is wrong with generated code.

use proc_macro2::{Ident, Span};

/// The place of `span`, for tokens that name what the derive itself declares.
pub(super) fn here(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

/// The runtime, for code that stands at `span`: all of a path must, or rustc sees
/// nothing but the whole derive.
pub(super) fn rt_at(span: Span) -> Ident {
    Ident::new("__rt", span)
}
