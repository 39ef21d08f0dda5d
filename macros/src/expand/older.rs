//! `older`: values in the form of an older version.

use proc_macro2::{Literal, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::names::Names;
use super::span::{here, rt_at};
use crate::attr::Older;

/// Adds the version to the type in the schema. That of a device is with the device.
pub(super) fn versions(names: &Names<'_>) -> TokenStream {
    let attrs = &names.input.attrs;
    let version = match attrs.device {
        Some(_) => 1,
        None => attrs.version,
    };
    let older = older(names);
    if version == 1 && older.is_empty() {
        return TokenStream::new();
    }
    let older = older.into_iter().map(|older| {
        let (ty, version) = (&older.ty, older.version.value);
        let there = rt_at(ty.span());
        quote_spanned! {ty.span()=>
            #there::OlderType::constant(#version, #there::older_part::<#there::Own<#ty>, #ty>())
        }
    });
    quote!(.versioned(#version, const { &[#(#older),*] }))
}

/// In the order of their versions.
fn older<'a>(names: &Names<'a>) -> Vec<&'a Older> {
    let mut older: Vec<_> = names.input.attrs.older.iter().collect();
    older.sort_by_key(|older| older.version.value);
    older
}

/// What loading a value of each older type involves.
pub(super) fn loading(names: &Names<'_>) -> Vec<TokenStream> {
    let older = names.input.attrs.older.iter().map(|older| {
        let (ty, span) = (&older.ty, older.ty.span());
        let rt = rt_at(span);
        quote_spanned!(span=> #rt::older_loading::<#rt::Own<#ty>, #ty>())
    });
    older.collect()
}

/// Takes the next value, if it is of an older version; `take` is an expression that does,
/// and whose result is returned.
fn taken(names: &Names<'_>, take: impl Fn(&Older) -> TokenStream) -> TokenStream {
    let older = &names.input.attrs.older;
    if older.is_empty() {
        return TokenStream::new();
    }
    let rt = &names.rt;
    let arms = older.iter().map(|older| {
        let (version, take) = (older.version.value, take(older));
        quote!(#version => #take,)
    });
    quote! {
        if let #rt::Some(__version) = #rt::Decoder::older_version(__input)? {
            return match __version {
                #(#arms)*
                _ => #rt::Err(#rt::From::from(#rt::Reason::Variant)),
            };
        }
    }
}

/// Before `check`.
pub(super) fn check(names: &Names<'_>) -> TokenStream {
    taken(names, |older| {
        let ty = &older.ty;
        let (rt, input) = (rt_at(ty.span()), quote!(__input));
        quote_spanned!(ty.span()=> #rt::check_older::<#rt::Own<#ty>, #ty>(#input))
    })
}

/// Before `load`.
pub(super) fn load(names: &Names<'_>) -> TokenStream {
    taken(names, |older| {
        let (rt, this, name, ty) = (&names.rt, &names.this, &*names.input.name, &older.ty);
        let (version, old) = (Literal::u32_unsuffixed(older.version.value), decoded(older));
        quote! {{
            let __old = #old;
            #rt::load_older::<#version, Self, #this, #ty>(__value, __old, __input, #name)
        }}
    })
}

/// Before `decode_to`.
pub(super) fn decode(names: &Names<'_>) -> TokenStream {
    taken(names, |older| {
        let (rt, this, name, ty) = (&names.rt, &names.this, &*names.input.name, &older.ty);
        let (version, old) = (Literal::u32_unsuffixed(older.version.value), decoded(older));
        quote! {{
            let __old = #old;
            let __value = #rt::decode_older::<#version, Self, #this, #ty>(__old, __input, #name)?;
            #rt::Place::<#this>::check(&__place, __input)?;
            #rt::Ok(#rt::Place::put(__place, __value))
        }}
    })
}

/// The next value, of the older type.
fn decoded(older: &Older) -> TokenStream {
    let (ty, input) = (&older.ty, quote!(__input));
    let rt = rt_at(ty.span());
    quote_spanned!(ty.span()=> <#rt::Own<#ty> as #rt::Decode>::decode(#input)?)
}

/// Says that the version of the next value, which is read once more, is known.
pub(super) fn is_current(names: &Names<'_>) -> Option<TokenStream> {
    let rt = &names.rt;
    let has_older = !names.input.attrs.older.is_empty();
    has_older.then(|| quote!(#rt::Decoder::is_current_version(__input);))
}

/// An impl for each conversion, in which alone its expression stands.
pub(super) fn impls(names: &Names<'_>, bounds: &TokenStream) -> TokenStream {
    let impls = names.input.attrs.older.iter().map(|older| {
        let Older {
            version,
            ty,
            convert,
        } = older;
        let (rt, this, ident) = (&names.rt, &names.this, &names.input.ident);
        let (generics, arguments, _) = names.input.generics.split_for_impl();
        let version = Literal::u32_unsuffixed(version.value);
        let (span, there) = (here(convert.span()), rt_at(convert.span()));
        let outcome = quote_spanned!(convert.span()=> impl #there::Outcome);
        // Errors about what is handed over are shown at the function.
        let old = proc_macro2::Ident::new("__old", span);
        let call = quote_spanned!(span=> (#convert)(__value, #old));
        quote! {
            #[automatically_derived]
            impl #generics #rt::Convert<#version, #this, #ty> for #ident #arguments #bounds {
                fn convert(__value: &mut #this, #old: #ty) -> #outcome {
                    #call
                }
            }
        }
    });
    quote!(#(#impls)*)
}
