//! A key as it stands in a list.

use proc_macro2::Ident;

use crate::ctxt::Ctxt;
use crate::keys::Key;

/// A key as it was written, with the sink for errors in its value.
pub(crate) struct Entry<'a> {
    pub(crate) cx: &'a Ctxt,
    pub(crate) key: Key,
    pub(crate) ident: &'a Ident,
}
