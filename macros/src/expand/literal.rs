//! Values that the schema states, as code that makes them.

use proc_macro2::TokenStream;
use quote::quote;

use super::json::escape;
use super::names::Names;
use crate::attr::{Literal, Made};

/// The argument of `DefaultValue::literal`: nothing for zeros. `ty` is code for the type
/// that it is a value of.
pub(super) fn stated(names: &Names<'_>, value: &Literal, ty: &TokenStream) -> TokenStream {
    let rt = &names.rt;
    match value {
        Literal::Zero => quote!(#rt::None),
        value => {
            let value = literal(names, value, ty);
            quote!(#rt::Some(const { &#value }))
        }
    }
}

pub(super) fn literal(names: &Names<'_>, value: &Literal, ty: &TokenStream) -> TokenStream {
    let rt = &names.rt;
    match value {
        Literal::Null => quote!(#rt::Literal::Null),
        Literal::Zero => quote!(#rt::spelled::zero(#ty)),
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
            let content = literal(names, content, &quote!(#rt::spelled::content_type(#ty)));
            quote!(#rt::Literal::Some(#rt::Node::constant(const { &#content })))
        }
        Literal::List(items) => {
            let items = items.iter().enumerate().map(|(index, item)| {
                let ty = quote!(#rt::spelled::part_type(#ty, #index));
                literal(names, item, &ty)
            });
            quote!(#rt::Literal::List(#rt::Node::constant(const { &[#(#items),*] })))
        }
        Literal::Made(made) => self::made(names, made, ty),
    }
}

/// Each of the values is one of the type that the struct or variant has for it.
fn made(names: &Names<'_>, made: &Made, ty: &TokenStream) -> TokenStream {
    let rt = &names.rt;
    let Made { name, of, members } = made;
    let of = match of {
        Some(of) => quote!(#rt::Some(#of)),
        None => quote!(#rt::None),
    };
    let values = members.iter().map(|(member, value)| match value {
        Some(value) => {
            let ty = quote!(#rt::spelled::member_type(#ty, #name, #member));
            let value = literal(names, value, &ty);
            quote!(#rt::Some(#value))
        }
        None => quote!(#rt::None),
    });
    let members = members.iter().map(|(name, _)| name);
    quote! {
        #rt::spelled::literal(const {
            &#rt::spelled::Made::new(
                #ty,
                #rt::spelled::Spelled::new(#name, #of, &[#(#members),*]),
                const { &[#(#values),*] },
            )
        })
    }
}
