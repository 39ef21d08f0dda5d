//! Structs that are copied as they lie in memory: `pod`.
//!
//! The runtime copies them, and const code here has it proved that it may. What all
//! structs have is there too, for big-endian hosts.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};

use super::codec::Codec;
use super::layout::{Layout, Membership, Placed};
use super::names::Names;
use super::span::rt_at;

/// Where `pod` is written, if it is.
fn key(names: &Names<'_>) -> Option<Span> {
    let attrs = &names.input.attrs;
    let key = attrs.written.get("pod").filter(|_| attrs.pod)?;
    Some(key.span())
}

/// `function` of the runtime in place of what follows, where pods are copied.
pub(super) fn instead(
    names: &Names<'_>,
    function: &str,
    arguments: &TokenStream,
) -> Option<TokenStream> {
    let span = key(names)?;
    let place = (function == "decode_to").then(|| quote_spanned!(span=> , _));
    let (rt, function) = (rt_at(span), Ident::new(function, span));
    Some(quote_spanned! {span=>
        if #rt::pod::IS_COPIED {
            return #rt::pod::#function::<#rt::pod::Copied<Self> #place>(#arguments);
        }
    })
}

/// Elements of the type are copied all at once.
pub(super) fn of_elements(names: &Names<'_>, codec: Codec) -> Codec {
    let Some(span) = key(names) else {
        return codec;
    };
    let rt = rt_at(span);
    let Codec { migratable, decode } = codec;
    let migratable = quote_spanned! {span=>
        #migratable

        const IS_POD: #rt::bool = true;

        #[inline]
        fn encode_slice(
            __values: &[Self],
            __out: &mut [#rt::u8],
        ) -> #rt::Result<(), #rt::Fault> {
            #rt::pod::encode_slice::<#rt::pod::Copied<Self>>(__values, __out)
        }

        #[inline]
        fn in_memory(__value: &Self) -> #rt::Option<#rt::InMemory<'_>> {
            #rt::pod::in_memory::<#rt::pod::Copied<Self>>(__value)
        }

        #[inline]
        fn as_bytes(__values: &[Self]) -> #rt::Option<&[#rt::u8]> {
            #rt::pod::as_bytes::<#rt::pod::Copied<Self>>(__values)
        }

        #[inline]
        fn load_slice(
            __values: &mut [Self],
            __input: &[#rt::u8],
        ) -> #rt::Result<(), #rt::Fault> {
            #rt::pod::load_slice::<#rt::pod::Copied<Self>>(__values, __input)
        }

        #[inline]
        fn read_array<const __N: #rt::usize>(
            __input: &[#rt::u8],
            __invalid: &mut #rt::Invalid,
        ) -> [Self; __N] {
            #rt::pod::read_array::<#rt::pod::Copied<Self>, __N>(__input, __invalid)
        }
    };
    let decode = decode.map(|decode| {
        quote_spanned! {span=>
            #decode

            #[inline]
            fn decode_slice(
                __input: &[#rt::u8],
                __values: &mut #rt::Vec<Self>,
            ) -> #rt::Result<(), #rt::Fault> {
                #rt::pod::decode_slice::<#rt::pod::Copied<Self>>(__input, __values)
            }
        }
    });
    Codec { migratable, decode }
}

/// Proves that the type is encoded as it lies in memory. The first field of which that is
/// not so is where rustc says it.
pub(super) fn proof(names: &Names<'_>, layout: Option<&Layout<'_>>) -> Option<TokenStream> {
    let (span, layout) = (key(names)?, layout?);
    let (rt, ident) = (rt_at(span), &names.input.ident);
    // One name, wherever what it is said of is spelled.
    let at = quote!(__at);
    let begin = quote_spanned!(span=> #rt::pod::begin::<#rt::pod::Copied<#ident>>());
    let fields = layout.at(Membership::Fields).map(|placed| {
        let Placed { adapter, ty, .. } = placed;
        let ((rt, span), member) = (placed.rt(), &placed.field.member);
        quote_spanned! {span=>
            let #at = #rt::pod::field::<#adapter, #ty>(#at, #rt::offset_of!(#ident, #member));
        }
    });
    let end = layout.at(Membership::Fields).last().map(|placed| {
        let (rt, span) = placed.rt();
        quote_spanned!(span=> #rt::pod::end::<#ident>(#at))
    });
    Some(quote! {
        const _: () = {
            let #at = #begin;
            #(#fields)*
            #end
        };
    })
}
