//! `from`/`try_from` and `into`: through another type.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::codec::Codec;
use super::names::Names;
use super::span::{here, rt_at};
use super::{hooks, structure};

pub(super) fn codec(names: &Names<'_>) -> Option<Codec> {
    let attrs = &names.input.attrs;
    let into = attrs.into.as_ref()?;
    let (rt, this) = (&names.rt, &names.this);
    let (there, span) = (rt_at(into.span()), into.span());
    let described = described(names, span);
    let written =
        |value| quote_spanned!(span=> <#described as #there::WrittenAs<#into>>::written(#value));
    let encoded = written(quote!(__value));
    let encoded_mut = written(quote!(&*__value));
    let value = back(names);
    let before_load = hooks::before_load(names);
    let loaded_mut = quote!(&mut __loaded);
    let after_load = hooks::after_load(names, &loaded_mut, &hooks::Around::default());
    let around_upgrade = hooks::Around::live(names, &loaded_mut);
    let after_load_in_place = hooks::after_load(names, &loaded_mut, &around_upgrade);
    let loading = loading(names, into);
    let loaded = hooks::loaded(names);
    let fits = structure::fits_the_stack(names);
    let live = written(quote!(__live));
    let codec = quote_spanned!(span=> <#there::Own<#into> as #there::Migratable>);
    let decode = quote_spanned!(span=> <#there::Own<#into> as #there::Decode>);
    let part = quote_spanned!(span=> #there::part::<#there::Own<#into>, #into>());
    let migratable = quote! {
        const TYPE: &'static #rt::Type = #part;
        #loading

        #[inline]
        fn encoded_len(__value: &#this) -> #rt::usize {
            #codec::encoded_len(&#encoded)
        }

        #[inline]
        fn encode(__value: &#this, __out: &mut #rt::Encoder<'_>) -> #rt::Result<(), #rt::Fault> {
            #codec::encode(&#encoded, __out)
        }

        #[inline]
        fn load(
            __value: &mut #this,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            #fits
            #before_load
            let __state = if #codec::LOADING.keeps() {
                let mut __state = #encoded_mut;
                #codec::load(&mut __state, __input)?;
                __state
            } else {
                #decode::decode(__input)?
            };
            let mut __loaded = #value;
            let _ = &mut __loaded;
            #after_load_in_place
            *__value = __loaded;
            #rt::Ok(())
        }

        #[inline]
        fn check(
            __live: #rt::Option<&#this>,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            // Only what is compared needs the live state.
            match __live {
                #rt::Some(__live) if #codec::LOADING.is_contextual() => {
                    #codec::check(#rt::Some(&#live), __input)
                }
                _ => #codec::check(#rt::None, __input),
            }
        }

        #loaded
    };
    let decode_items = quote! {
        #[inline]
        fn decode(__input: &mut #rt::Decoder<'_>) -> #rt::Result<#this, #rt::Fault> {
            #fits
            #before_load
            let __state = #decode::decode(__input)?;
            let mut __loaded = #value;
            let _ = &mut __loaded;
            #after_load
            #rt::Ok(__loaded)
        }
    };
    Some(Codec {
        migratable,
        decode: Some(decode_items),
    })
}

/// What loading involves: what the other type's does, and the conversion.
fn loading(names: &Names<'_>, into: &syn::Type) -> TokenStream {
    let (rt, this) = (&names.rt, &names.this);
    let (there, span) = (rt_at(into.span()), into.span());
    let part = quote_spanned!(span=> #there::part_loading::<#there::Own<#into>, #into>());
    let may_refuse = names.input.attrs.try_from.is_some();
    let hooks = hooks::loading(names);
    quote! {
        const LOADING: #rt::Loading = #rt::Loading::of(&[#part])
            .hooked(#may_refuse).converting() #hooks .derived::<#this>(1);
    }
}

fn back(names: &Names<'_>) -> TokenStream {
    let (attrs, ty) = (&names.input.attrs, &*names.input.name);
    let state_at = |span| quote_spanned!(here(span)=> __state);
    match (&attrs.from, &attrs.try_from) {
        (Some(from), _) => {
            let (rt, state) = (rt_at(from.span()), state_at(from.span()));
            let this = described(names, from.span());
            quote_spanned!(from.span()=> <#this as #rt::MadeFrom<#from>>::made(#state))
        }
        (None, Some(from)) => {
            let (rt, state) = (rt_at(from.span()), state_at(from.span()));
            let this = described(names, from.span());
            quote_spanned! {from.span()=>
                #rt::refused(#ty, "try_from", <#this as #rt::TriedFrom<#from>>::tried(#state))?
            }
        }
        (None, None) => quote!(__state),
    }
}

/// The type that is converted, in a path that is all at one place.
fn described(names: &Names<'_>, span: Span) -> TokenStream {
    match &names.input.attrs.remote {
        Some(_) => names.this.clone(),
        None => quote_spanned!(span=> Self),
    }
}
