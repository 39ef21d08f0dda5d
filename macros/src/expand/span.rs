//! Where rustc reports what is wrong with generated code.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote_spanned;

/// The place of `span`, for tokens that name what the derive itself declares.
pub(super) fn here(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

/// A path at the place of `span`, with the meaning that it has: rustc shows the whole
/// derive where not all of a path is at one place.
pub(super) fn at(span: Span, path: TokenStream) -> TokenStream {
    let tokens = path.into_iter().map(|mut token| {
        token.set_span(span.resolved_at(token.span()));
        token
    });
    tokens.collect()
}

/// The runtime, for code that stands at `span`: all of a path must, or rustc sees
/// nothing but the whole derive.
pub(super) fn rt_at(span: Span) -> Ident {
    Ident::new("__rt", span)
}

/// `call?` of a call that returns `Result<(), Fault>`. A match costs rustc and debug
/// builds half of what `?` does, which converts errors and goes through three traits.
pub(super) fn tried(span: Span, call: &TokenStream) -> TokenStream {
    let rt = rt_at(span);
    quote_spanned! {span=>
        if let #rt::Err(__fault) = #call {
            return #rt::Err(__fault);
        }
    }
}
