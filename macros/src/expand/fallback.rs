//! Impls for a type whose attributes are wrong, so that no second error
//! follows from their absence.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

pub(crate) fn fallback(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let (generics, arguments, where_clause) = input.generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #generics ::migratable::Migratable for #ident #arguments #where_clause {
            const TYPE: &'static ::migratable::schema::Type = &::migratable::schema::Type::Unit;
            fn encoded_len(_: &Self) -> usize {
                ::core::unreachable!()
            }
            fn encode(
                _: &Self,
                _: &mut ::migratable::codec::Encoder<'_>,
            ) -> ::core::result::Result<(), ::migratable::codec::Fault> {
                ::core::unreachable!()
            }
            fn load(
                _: &mut Self,
                _: &mut ::migratable::codec::Decoder<'_>,
            ) -> ::core::result::Result<(), ::migratable::codec::Fault> {
                ::core::unreachable!()
            }
        }
        impl #generics ::migratable::Decode for #ident #arguments #where_clause {
            fn decode(
                _: &mut ::migratable::codec::Decoder<'_>,
            ) -> ::core::result::Result<Self, ::migratable::codec::Fault> {
                ::core::unreachable!()
            }
        }
    }
}
