//! What all messages are made of.

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

/// An error that has yet to be given a place.
pub(crate) struct Message(String);

impl Message {
    pub(super) fn new(problem: impl Display, help: impl Display) -> Self {
        Message(format!("{problem}\nhelp: {help}"))
    }

    pub(crate) fn at(self, tokens: impl ToTokens) -> syn::Error {
        syn::Error::new_spanned(tokens, self.0)
    }

    pub(crate) fn at_span(self, span: Span) -> syn::Error {
        syn::Error::new(span, self.0)
    }
}
