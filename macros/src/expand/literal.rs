//! Values that the schema states, as code that makes them.

use proc_macro2::TokenStream;
use quote::quote;

use super::json::escape;
use super::names::Names;
use crate::attr::Literal;

/// The argument of `DefaultValue::literal`: nothing for zeros.
pub(super) fn stated(names: &Names<'_>, value: &Literal) -> TokenStream {
    let rt = &names.rt;
    match value {
        Literal::Zero => quote!(#rt::None),
        value => {
            let value = literal(names, value);
            quote!(#rt::Some(const { &#value }))
        }
    }
}

fn literal(names: &Names<'_>, value: &Literal) -> TokenStream {
    let rt = &names.rt;
    match value {
        Literal::Null | Literal::Zero => quote!(#rt::Literal::Null),
        Literal::Bool(value) => quote!(#rt::Literal::Bool(#value)),
        Literal::Integer {
            negative,
            magnitude,
        } => quote!(#rt::Literal::Integer {
            negative: #negative,
            magnitude: #magnitude,
        }),
        Literal::Float(value) => {
            let (bits, digits) = (value.to_bits(), format!("{value:?}"));
            quote!(#rt::Literal::Float {
                bits: #bits,
                digits: #rt::Node::constant(#digits),
            })
        }
        Literal::Text(text) => {
            let text = escape(text);
            quote!(#rt::Literal::text_escaped(#text))
        }
        Literal::Some(content) => {
            let content = literal(names, content);
            quote!(#rt::Literal::Some(#rt::Node::constant(const { &#content })))
        }
        Literal::List(items) => {
            let items = items.iter().map(|item| literal(names, item));
            quote!(#rt::Literal::List(#rt::Node::constant(const { &[#(#items),*] })))
        }
    }
}
