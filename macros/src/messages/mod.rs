//! Every error that the derive reports, in one place: what is wrong, and what to write instead.
//!
//! Only here can a [`Message`] be made, and each text is shown by a case in `tests/ui`: a test reads
//! these files and sees to it.

mod fields;
pub(crate) mod foreign;
mod keys;
mod kinds;
mod schema;
mod subsections;
mod values;

use std::fmt::Display;

use proc_macro2::Span;
use quote::ToTokens;

pub(crate) use self::fields::*;
pub(crate) use self::keys::*;
pub(crate) use self::kinds::*;
pub(crate) use self::schema::*;
pub(crate) use self::subsections::*;
pub(crate) use self::values::*;

/// An error that has yet to be given a place.
pub(crate) struct Message(String);

impl Message {
    fn new(problem: impl Display, help: impl Display) -> Self {
        Message(format!("{problem}\nhelp: {help}"))
    }

    pub(crate) fn at(self, tokens: impl ToTokens) -> syn::Error {
        syn::Error::new_spanned(tokens, self.0)
    }

    pub(crate) fn at_span(self, span: Span) -> syn::Error {
        syn::Error::new(span, self.0)
    }
}
