//! What the schema says to people of something that has a name.

use proc_macro2::{Span, TokenStream};
use quote::quote;

use super::json;

/// `.doc_escaped("…")` and `.located("…")`, as far as there is something to say.
pub(super) fn texts(doc: Option<&str>, named: Span) -> TokenStream {
    let doc = doc.map(|doc| {
        let doc = json::escape(doc);
        quote!(.doc_escaped(#doc))
    });
    let location = location(named).map(|location| {
        let location = json::escape(&location);
        quote!(.located(#location))
    });
    quote!(#doc #location)
}

/// File and line, if the program asks for them and it is a compiler that asks us: only that
/// knows.
fn location(span: Span) -> Option<String> {
    if !cfg!(feature = "location") || !proc_macro::is_available() {
        return None;
    }
    let span = span.unwrap();
    Some(format!("{}:{}", span.file(), span.line()))
}
