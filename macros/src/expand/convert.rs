//! `from`/`try_from` and `into`: through another type.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::span::{here, located};
use super::{Codec, Names, hooks, structure};

pub(super) fn codec(names: &Names<'_>) -> Option<Codec> {
    let attrs = &names.input.attrs;
    let into = attrs.into.as_ref()?;
    let rt = &names.rt;
    let encoded = quote_spanned!(here(into.span())=> <#into as #rt::From<&Self>>::from(__value));
    let encoded_mut =
        quote_spanned!(here(into.span())=> <#into as #rt::From<&Self>>::from(&*__value));
    let value = back(names);
    let before_load = hooks::before_load(names);
    let after_load = hooks::after_load(names, &quote!(&mut __loaded), &TokenStream::new());
    let loading = loading(names, into);
    let loaded = hooks::loaded(names);
    let fits = structure::fits_the_stack(names);
    let live = quote_spanned!(here(into.span())=> <#into as #rt::From<&Self>>::from(__live));
    let part = located(quote!(#rt::part::<#into, #into>()), into.span());
    let migratable = quote! {
        const TYPE: &'static #rt::Type = #part;
        #loading

        #[inline]
        fn encoded_len(__value: &Self) -> #rt::usize {
            <#into as #rt::Migratable>::encoded_len(&#encoded)
        }

        #[inline]
        fn encode(__value: &Self, __out: &mut #rt::Encoder<'_>) -> #rt::Result<(), #rt::Fault> {
            <#into as #rt::Migratable>::encode(&#encoded, __out)
        }

        #[inline]
        fn load(
            __value: &mut Self,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            #fits
            #before_load
            let __state = if <#into as #rt::Migratable>::LOADING.keeps() {
                let mut __state = #encoded_mut;
                <#into as #rt::Migratable>::load(&mut __state, __input)?;
                __state
            } else {
                <#into as #rt::Decode>::decode(__input)?
            };
            let mut __loaded = #value;
            let _ = &mut __loaded;
            #after_load
            *__value = __loaded;
            #rt::Ok(())
        }

        #[inline]
        fn check(
            __live: #rt::Option<&Self>,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            // Only what is compared needs the live state.
            match __live {
                #rt::Some(__live) if <#into as #rt::Migratable>::LOADING.is_contextual() => {
                    <#into as #rt::Migratable>::check(#rt::Some(&#live), __input)
                }
                _ => <#into as #rt::Migratable>::check(#rt::None, __input),
            }
        }

        #loaded
    };
    let decode = quote! {
        #[inline]
        fn decode(__input: &mut #rt::Decoder<'_>) -> #rt::Result<Self, #rt::Fault> {
            #fits
            #before_load
            let __state = <#into as #rt::Decode>::decode(__input)?;
            let mut __loaded = #value;
            let _ = &mut __loaded;
            #after_load
            #rt::Ok(__loaded)
        }
    };
    Some(Codec {
        migratable,
        decode: Some(decode),
    })
}

/// What loading involves: what the other type's does, and the conversion.
fn loading(names: &Names<'_>, into: &syn::Type) -> TokenStream {
    let rt = &names.rt;
    let may_refuse = names.input.attrs.try_from.is_some();
    let hooks = hooks::loading(names);
    quote! {
        const LOADING: #rt::Loading = #rt::Loading::of(&[#rt::part_loading::<#into, #into>()])
            .hooked(#may_refuse) #hooks .derived::<Self>(1);
    }
}

fn back(names: &Names<'_>) -> TokenStream {
    let (rt, attrs, ty) = (&names.rt, &names.input.attrs, &*names.input.name);
    match (&attrs.from, &attrs.try_from) {
        (Some(from), _) => {
            quote_spanned!(here(from.span())=> <Self as #rt::From<#from>>::from(__state))
        }
        (None, Some(from)) => quote_spanned! {here(from.span())=>
            #rt::refused(#ty, "try_from", <Self as #rt::TryFrom<#from>>::try_from(__state))?
        },
        (None, None) => quote!(__state),
    }
}
