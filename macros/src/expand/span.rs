//! Where rustc reports what is wrong with generated code.

use proc_macro2::{Group, Span, TokenStream, TokenTree};

/// The place of `span`, for tokens that name what the derive itself declares.
pub(super) fn here(span: Span) -> Span {
    span.resolved_at(Span::call_site())
}

/// The same tokens, as if they were written at `span`.
///
/// Parts of one path must all be: between the user's tokens and generated ones
/// rustc sees nothing but the whole derive.
pub(super) fn located(tokens: TokenStream, span: Span) -> TokenStream {
    tokens
        .into_iter()
        .map(|token| locate(token, span))
        .collect()
}

fn locate(mut token: TokenTree, span: Span) -> TokenTree {
    if let TokenTree::Group(group) = &token {
        token = Group::new(group.delimiter(), located(group.stream(), span)).into();
    }
    let keeps_its_span = match &token {
        // Lints would compare it with what is written there.
        TokenTree::Literal(_) => true,
        // What `$crate` means depends on where it comes from.
        token => token.to_string() == "$crate",
    };
    if !keeps_its_span {
        token.set_span(span);
    }
    token
}
