//! `from`/`try_from`, `apply` and `into`: through another type.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
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
    let value = made(names);
    let before_load = hooks::before_load(names);
    let take = take(names, into, value.as_ref());
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
            #take
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
    let decode_items = value.map(|value| {
        let loaded_mut = quote!(&mut __loaded);
        let after_load = hooks::after_load(names, &loaded_mut, &hooks::Around::default());
        quote! {
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
        }
    });
    Some(Codec {
        migratable,
        decode: decode_items,
    })
}

/// Puts the state into the live value: `apply` keeps what is no state, else the value is
/// made anew.
fn take(names: &Names<'_>, into: &Type, value: Option<&TokenStream>) -> TokenStream {
    let (rt, this, name) = (&names.rt, &names.this, &*names.input.name);
    match value {
        Some(value) if names.input.attrs.apply.is_none() => {
            let loaded_mut = quote!(&mut __loaded);
            let around_upgrade = hooks::Around::live(names, &loaded_mut);
            let after_load = hooks::after_load(names, &loaded_mut, &around_upgrade);
            quote! {
                let mut __loaded = #value;
                let _ = &mut __loaded;
                #after_load
                *__value = __loaded;
            }
        }
        _ => {
            let live = quote!(__value);
            let around_upgrade = hooks::Around::live(names, &live);
            let after_load = hooks::after_load(names, &live, &around_upgrade);
            quote! {
                let __outcome = <Self as #rt::Apply<0, #this, #into>>::apply(__value, __state);
                #rt::Outcome::outcome(__outcome, #name, "apply")?;
                #after_load
            }
        }
    }
}

/// The impl of `apply`, in which alone its expression stands.
pub(super) fn impls(names: &Names<'_>, bounds: &TokenStream) -> TokenStream {
    let attrs = &names.input.attrs;
    let (Some(into), Some(function)) = (&attrs.into, &attrs.apply) else {
        return TokenStream::new();
    };
    let (rt, this, ident) = (&names.rt, &names.this, &names.input.ident);
    let (generics, arguments, _) = names.input.generics.split_for_impl();
    let (span, there) = (here(function.span()), rt_at(function.span()));
    let outcome = quote_spanned!(function.span()=> impl #there::Outcome);
    // Errors about what is handed over are shown at the function.
    let state = Ident::new("__state", span);
    let call = quote_spanned!(span=> (#function)(__value, #state));
    quote! {
        #[automatically_derived]
        impl #generics #rt::Apply<0, #this, #into> for #ident #arguments #bounds {
            fn apply(__value: &mut #this, #state: #into) -> #outcome {
                #call
            }
        }
    }
}

/// What loading involves: what the other type's does, and the conversion.
fn loading(names: &Names<'_>, into: &Type) -> TokenStream {
    let (rt, this) = (&names.rt, &names.this);
    let (there, span) = (rt_at(into.span()), into.span());
    let part = quote_spanned!(span=> #there::part_loading::<#there::Own<#into>, #into>());
    let may_refuse = names.input.attrs.try_from.is_some();
    let applied = names
        .input
        .attrs
        .apply
        .as_ref()
        .map(|_| quote!(.keeping().hooked(#rt::apply_may_refuse::<0, Self, #this, #into>())));
    let hooks = hooks::loading(names);
    quote! {
        const LOADING: #rt::Loading = #rt::Loading::of(&[#part])
            .hooked(#may_refuse).converting() #applied #hooks .derived::<#this>(1);
    }
}

/// A new value, made from the state, if there is a way.
fn made(names: &Names<'_>) -> Option<TokenStream> {
    let (attrs, ty) = (&names.input.attrs, &*names.input.name);
    let state_at = |span| quote_spanned!(here(span)=> __state);
    Some(match (&attrs.from, &attrs.try_from) {
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
        (None, None) => return None,
    })
}

/// The type that is converted, in a path that is all at one place.
fn described(names: &Names<'_>, span: Span) -> TokenStream {
    match &names.input.attrs.remote {
        Some(_) => names.this.clone(),
        None => quote_spanned!(span=> Self),
    }
}
