//! Collects errors, so that one compilation shows all of them.

use std::cell::RefCell;

use proc_macro2::TokenStream;
use quote::ToTokens;

use crate::keys::Levels;
use crate::messages::Message;

/// The sink for errors. It exists only inside [`collect`], so none can be forgotten, and inside
/// [`without_errors`].
pub(crate) struct Ctxt {
    /// What keys there are, to tell where one belongs.
    pub(crate) levels: Levels,
    errors: RefCell<Vec<syn::Error>>,
}

/// Runs `read`, and returns what it has read or, if it reported errors, all of them as
/// `compile_error!`s.
///
/// # Panics
///
/// When `read` returns nothing without having reported why.
pub(crate) fn collect<T>(
    levels: Levels,
    read: impl FnOnce(&Ctxt) -> Option<T>,
) -> Result<T, TokenStream> {
    let cx = Ctxt {
        levels,
        errors: RefCell::default(),
    };
    let value = read(&cx);
    let errors = cx.errors.into_inner();
    if errors.is_empty() {
        Ok(value.expect("what cannot be read is reported"))
    } else {
        Err(errors.iter().map(syn::Error::to_compile_error).collect())
    }
}

/// What `read` makes of what is wrong, which is reported elsewhere.
pub(crate) fn without_errors<T>(levels: Levels, read: impl FnOnce(&Ctxt) -> T) -> T {
    read(&Ctxt {
        levels,
        errors: RefCell::default(),
    })
}

impl Ctxt {
    /// Reports `message` on `tokens`.
    pub(crate) fn error(&self, tokens: impl ToTokens, message: Message) {
        self.push(message.at(tokens));
    }

    pub(crate) fn push(&self, error: syn::Error) {
        self.errors.borrow_mut().push(error);
    }
}
