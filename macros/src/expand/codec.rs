//! What each kind of type has of its own.

use proc_macro2::TokenStream;

/// The functions and constants of the two codec traits.
pub(super) struct Codec {
    /// Items of `Migratable`.
    pub(super) migratable: TokenStream,
    /// Items of `Decode`, unless a skipped field has no value.
    pub(super) decode: Option<TokenStream>,
}
