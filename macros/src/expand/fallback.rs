//! Impls for a type whose attributes are wrong, so that no second error
//! follows from their absence.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_quote};

use crate::attr::{LEVELS, TypeAttrs};
use crate::ctxt;

/// All that may be asked of the type: what could not be read may have said that
/// it is a device, or describes another type.
pub(crate) fn fallback(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let krate = ctxt::without_errors(LEVELS, |cx| TypeAttrs::read(cx, &input.attrs)).krate;
    let (generics, arguments, where_clause) = input.generics.split_for_impl();
    let mut of_any = input.generics.clone();
    of_any.params.push(parse_quote!(__T));
    let (of_any, ..) = of_any.split_for_impl();
    quote! {
        const _: () = {
            use #krate::__private as __rt;
            #[automatically_derived]
            impl #of_any __rt::Migratable<__T> for #ident #arguments #where_clause {
                const TYPE: &'static __rt::Type = // A byte, so that it may be an element.
                    <__rt::u8 as __rt::Migratable>::TYPE;
                const IS_POD: __rt::bool = true;
                fn encoded_len(_: &__T) -> __rt::usize {
                    ::core::unreachable!()
                }
                fn encode(
                    _: &__T,
                    _: &mut __rt::Encoder<'_>,
                ) -> __rt::Result<(), __rt::Fault> {
                    ::core::unreachable!()
                }
                fn load(
                    _: &mut __T,
                    _: &mut __rt::Decoder<'_>,
                ) -> __rt::Result<(), __rt::Fault> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl #of_any __rt::Decode<__T> for #ident #arguments #where_clause {
                fn decode(_: &mut __rt::Decoder<'_>) -> __rt::Result<__T, __rt::Fault> {
                    ::core::unreachable!()
                }
            }
            #[automatically_derived]
            impl #generics __rt::Device for #ident #arguments #where_clause {
                const SCHEMA: &'static __rt::Schema =
                    &__rt::Schema::constant("", 1, 1, <Self as __rt::Migratable>::TYPE);
                const SCHEMA_JSON: &'static __rt::str = "";
            }
        };
    }
}
