//! Newtypes: the bytes, and the schema, of the one field.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::codec::Codec;
use super::layout::Layout;
use super::names::Names;
use super::span::rt_at;
use super::{checks, default, fields, flags, hooks, structure};

pub(super) fn codec(names: &Names<'_>, layout: &Layout<'_>, index: usize) -> Codec {
    let (rt, this) = (&names.rt, &names.this);
    let placed = &layout.fields[index];
    let local = &placed.local;
    let (value, value_mut) = (placed.in_value(), placed.in_value_mut());
    let (adapter, ty) = (&placed.adapter, &placed.ty);
    let codec = quote!(<#adapter as #rt::Migratable<#ty>>);
    let there = rt_at(placed.span());
    let part = quote_spanned!(placed.span()=> #there::part::<#adapter, #ty>());
    let checks = |value: TokenStream| checks::of_value(names, placed, &value);
    let (checks_member, checks_local) = (checks(placed.in_value()), checks(quote!(&#local)));
    let before_load = hooks::before_load(names);
    let around_upgrade = hooks::Around::live(names, &quote!(__value));
    let after_load = hooks::after_load(names, &quote!(__value), &around_upgrade);
    let live = fields::live_field(names, placed);
    let (loading, loaded) = (structure::loading(names, layout), hooks::loaded(names));
    let own = quote!(#codec::FLAGS);
    let flags = flags::of(names, placed).unwrap_or(own);
    let default = default::of_newtype(names, layout, placed);
    let migratable = quote! {
        const TYPE: &'static #rt::Type = #part;
        const FLAGS: &'static [#rt::Flag] = #flags;
        #default
        #loading

        #[inline]
        fn encoded_len(__value: &#this) -> #rt::usize {
            #codec::encoded_len(#value)
        }

        #[inline]
        fn encode(__value: &#this, __out: &mut #rt::Encoder<'_>) -> #rt::Result<(), #rt::Fault> {
            #checks_member
            #codec::encode(#value, __out)
        }

        #[inline]
        fn load(
            __value: &mut #this,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            #before_load
            #codec::load(#value_mut, __input)?;
            #checks_member
            #after_load
            #rt::Ok(())
        }

        #[inline]
        fn check(
            __live: #rt::Option<&#this>,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            #codec::check(#live, __input)
        }

        #loaded
    };
    let value = fields::construct(&names.constructor(), layout.fields.iter());
    let result = if hooks::has_hooks(names) {
        let after_load = hooks::after_load(names, &quote!(&mut __value), &hooks::Around::default());
        quote!(let mut __value = #value; #after_load #rt::Ok(__value))
    } else {
        quote!(#rt::Ok(#value))
    };
    let decoded = quote!(<#adapter as #rt::Decode<#ty>>::decode(__input)?);
    let decoded = match placed.is_held() {
        true => quote!(#rt::Held::Value(#decoded)),
        false => decoded,
    };
    let fits = structure::fits_the_stack(names);
    let read = structure::read(names, layout);
    let decode = quote! {
        #[inline]
        fn decode(__input: &mut #rt::Decoder<'_>) -> #rt::Result<#this, #rt::Fault> {
            #fits
            #before_load
            let #local = #decoded;
            #checks_local
            #result
        }
    };
    Codec {
        migratable: quote!(#migratable #read),
        decode: layout.can_decode().then_some(decode),
    }
}
