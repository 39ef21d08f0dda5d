//! What is known of the `Default` of a type, for the schema of what has such a part.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::layout::{Layout, Membership, Placed};
use super::literal::literal;
use super::names::Names;
use super::span::rt_at;
use crate::attr::{DefaultValue, Literal, Stated};

/// The constants of the trait that say it: none where nothing is known.
pub(super) fn known(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    match &names.input.attrs.default {
        Some(DefaultValue::Trait) if layout.variants.is_empty() => of_fields(names, layout),
        Some(DefaultValue::Stated(Stated {
            expr,
            literal: Some(value),
        })) => stated(names, value, expr),
        _ => of_variant(names, layout),
    }
}

/// The one field is all that there is.
pub(super) fn of_newtype(
    names: &Names<'_>,
    layout: &Layout<'_>,
    placed: &Placed<'_>,
) -> TokenStream {
    let Some(DefaultValue::Trait) = &names.input.attrs.default else {
        return known(names, layout);
    };
    let rt = &names.rt;
    let (adapter, ty) = (&placed.adapter, &placed.ty);
    let codec = quote!(<#adapter as #rt::Migratable<#ty>>);
    quote! {
        const ZERO_DEFAULT: #rt::bool = #codec::ZERO_DEFAULT;
        const DEFAULT: #rt::Option<&'static #rt::Literal> = #codec::DEFAULT;
    }
}

fn of_fields(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    let codecs: Vec<_> = layout
        .at(Membership::Fields)
        .map(|placed| {
            let (adapter, ty) = (&placed.adapter, &placed.ty);
            quote!(<#adapter as #rt::Migratable<#ty>>)
        })
        .collect();
    let fields = layout
        .at(Membership::Fields)
        .map(|placed| &*placed.field.name);
    quote! {
        const ZERO_DEFAULT: #rt::bool = true #(&& #codecs::ZERO_DEFAULT)*;
        const DEFAULT: #rt::Option<&'static #rt::Literal> = match true #(&& #rt::spelled::is_known(#codecs::DEFAULT))* {
            true => #rt::Some(const {
                &#rt::spelled::structure(const {
                    &[#(#rt::spelled::member(#fields, #codecs::DEFAULT)),*]
                })
            }),
            false => #rt::None,
        };
    }
}

/// The variant that `#[derive(Default)]` makes has no fields.
fn of_variant(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    let default = layout.variants.iter().map(|entry| entry.variant);
    let default = default.clone().find(|variant| variant.is_default);
    default.map_or_else(TokenStream::new, |variant| {
        let name = &*variant.name;
        quote! {
            const DEFAULT: #rt::Option<&'static #rt::Literal> =
                #rt::Some(const { &#rt::Literal::text_escaped(#name) });
        }
    })
}

/// Looks at what is stated also where nothing takes it. Of a type with parameters, nothing
/// can.
pub(super) fn proof(names: &Names<'_>) -> Option<TokenStream> {
    let Some(DefaultValue::Stated(_)) = &names.input.attrs.default else {
        return None;
    };
    let (rt, of, ident) = (&names.rt, names.of_this(), &names.input.ident);
    names.input.generics.params.is_empty().then(|| {
        quote! {
            const _: #rt::Option<&'static #rt::Literal> = <#ident as #rt::Migratable #of>::DEFAULT;
        }
    })
}

fn stated(names: &Names<'_>, value: &Literal, expr: &syn::Expr) -> TokenStream {
    let (of, span) = (names.of_this(), expr.span());
    let (rt, this) = (rt_at(span), &names.this);
    let ty = quote_spanned!(span=> <Self as #rt::Migratable #of>::TYPE);
    let value = literal(names, value, &ty);
    quote_spanned! {span=>
        const DEFAULT: #rt::Option<&'static #rt::Literal> =
            #rt::stated_default::<Self, #this>(const { &#value });
    }
}
