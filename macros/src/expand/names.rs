//! What all generators need to name.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ast::Input;

/// The type that the derive stands on, and what its code is called.
pub(super) struct Names<'a> {
    pub(super) input: &'a Input,
    /// What generated code names in the runtime, under the name that it is
    /// imported by.
    pub(super) rt: TokenStream,
    /// The type that is encoded: `Self`, or the remote type.
    pub(super) this: TokenStream,
}

impl<'a> Names<'a> {
    pub(super) fn new(input: &'a Input) -> Self {
        let this = match &input.attrs.remote {
            Some(_) if has_alias(input) => quote!(__Remote),
            Some(remote) => quote!(#remote),
            None => quote!(Self),
        };
        Self {
            input,
            rt: quote!(__rt),
            this,
        }
    }

    /// The trait arguments: none where a type describes itself.
    pub(super) fn of_this(&self) -> TokenStream {
        match &self.input.attrs.remote {
            Some(_) => {
                let this = &self.this;
                quote!(<#this>)
            }
            None => TokenStream::new(),
        }
    }

    /// The path that patterns and struct expressions name: without the
    /// arguments that a remote type may have.
    pub(super) fn constructor(&self) -> TokenStream {
        let remote = match &self.input.attrs.remote {
            Some(remote) if !has_alias(self.input) => remote,
            _ => return self.this.clone(),
        };
        let mut path = remote.clone();
        for segment in &mut path.segments {
            segment.arguments = syn::PathArguments::None;
        }
        quote!(#path)
    }
}

/// Whether the remote type is spelled once, so that a mistake in it is one error.
/// With parameters it is not, for an alias must use all of them.
pub(super) fn has_alias(input: &Input) -> bool {
    input.attrs.remote.is_some() && input.generics.params.is_empty()
}
