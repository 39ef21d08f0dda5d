//! `takes_over`: the state of devices that only other releases have.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::names::Names;
use super::span::{here, rt_at};

/// Remembers, before anything is loaded, what there is to take over.
pub(super) fn before_load(names: &Names<'_>) -> TokenStream {
    let rt = &names.rt;
    match names.input.attrs.takes_over.is_empty() {
        true => TokenStream::new(),
        false => quote!(let __taken = #rt::Decoder::take_taken(__input);),
    }
}

/// Hands it over; `value` is a mutable reference to what is loaded.
pub(super) fn calls(names: &Names<'_>, value: &TokenStream) -> TokenStream {
    let (rt, this, name) = (&names.rt, &names.this, &*names.input.name);
    let calls = names.input.attrs.takes_over.iter().enumerate();
    let calls = calls.map(|(entry, taken)| {
        let (ty, there) = (&taken.ty, rt_at(taken.ty.span()));
        let old = quote_spanned!(ty.span()=> #there::Own<#ty>, #ty);
        quote!(#rt::take_over::<#entry, Self, #this, #old>(#value, __taken, #name)?;)
    });
    quote!(#(#calls)*)
}

/// Adds to the schema what the device takes over.
pub(super) fn schema(names: &Names<'_>) -> TokenStream {
    let taken = &names.input.attrs.takes_over;
    if taken.is_empty() {
        return TokenStream::new();
    }
    let rt = &names.rt;
    let others = taken.iter().map(|taken| {
        let (device, version, ty) = (&*taken.device, taken.version, &taken.ty);
        let there = rt_at(ty.span());
        let state = quote_spanned!(ty.span()=> #there::older_part::<#there::Own<#ty>, #ty>());
        quote!(#rt::Schema::constant(#device, #version, #version, #state))
    });
    quote!(.taking_over(#rt::Node::constant(const { &[#(#others),*] })))
}

/// The item of `Device` that checks such states.
pub(super) fn check_taken(names: &Names<'_>) -> Option<TokenStream> {
    let taken = &names.input.attrs.takes_over;
    if taken.is_empty() {
        return None;
    }
    let rt = &names.rt;
    let arms = taken.iter().enumerate().map(|(entry, taken)| {
        let (ty, there) = (&taken.ty, rt_at(taken.ty.span()));
        let input = quote!(__input);
        let check =
            quote_spanned!(ty.span()=> #there::check_older::<#there::Own<#ty>, #ty>(#input));
        quote!(#entry => #check,)
    });
    Some(quote! {
        fn check_taken(
            __entry: #rt::usize,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            match __entry {
                #(#arms)*
                _ => #rt::Ok(()),
            }
        }
    })
}

/// What loading a state of each involves.
pub(super) fn loading(names: &Names<'_>) -> impl Iterator<Item = TokenStream> {
    names.input.attrs.takes_over.iter().map(|taken| {
        let (ty, rt) = (&taken.ty, rt_at(taken.ty.span()));
        quote_spanned!(ty.span()=> #rt::older_loading::<#rt::Own<#ty>, #ty>())
    })
}

/// An impl for each, in which alone its expression stands.
pub(super) fn impls(names: &Names<'_>, bounds: &TokenStream) -> TokenStream {
    let impls = names.input.attrs.takes_over.iter().enumerate();
    let impls = impls.map(|(entry, taken)| {
        let (ty, apply) = (&taken.ty, &taken.apply);
        let (rt, this, ident) = (&names.rt, &names.this, &names.input.ident);
        let (generics, arguments, _) = names.input.generics.split_for_impl();
        let (span, there) = (here(apply.span()), rt_at(apply.span()));
        let outcome = quote_spanned!(apply.span()=> impl #there::Outcome);
        // Errors about what is handed over are shown at the function.
        let [old, part] = ["__old", "__part"].map(|name| Ident::new(name, span));
        let call = quote_spanned!(span=> (#apply)(__value, #old, #part));
        quote! {
            #[automatically_derived]
            impl #generics #rt::TakeOver<#entry, #this, #ty> for #ident #arguments #bounds {
                fn take_over(__value: &mut #this, #old: #ty, #part: #rt::u32) -> #outcome {
                    #call
                }
            }
        }
    });
    quote!(#(#impls)*)
}
