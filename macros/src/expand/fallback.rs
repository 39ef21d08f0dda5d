//! Impls for a type whose attributes are wrong, so that no second error
//! follows from their absence.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, Path, parse_quote};

pub(crate) fn fallback(input: &DeriveInput) -> TokenStream {
    let ident = &input.ident;
    let krate = runtime(input);
    let (generics, arguments, where_clause) = input.generics.split_for_impl();
    quote! {
        const _: () = {
            use #krate::__private as __rt;
            #[automatically_derived]
            impl #generics __rt::Migratable for #ident #arguments #where_clause {
                const TYPE: &'static __rt::Type = // A byte, so that it may be an element.
                    <__rt::u8 as __rt::Migratable>::TYPE;
                fn encoded_len(_: &Self) -> __rt::usize {
                    ::core::unreachable!()
                }
                fn encode(
                    _: &Self,
                    _: &mut __rt::Encoder<'_>,
                ) -> __rt::Result<(), __rt::Fault> {
                    ::core::unreachable!()
                }
                fn load(
                    _: &mut Self,
                    _: &mut __rt::Decoder<'_>,
                ) -> __rt::Result<(), __rt::Fault> {
                    ::core::unreachable!()
                }
            }
            impl #generics __rt::Decode for #ident #arguments #where_clause {
                fn decode(_: &mut __rt::Decoder<'_>) -> __rt::Result<Self, __rt::Fault> {
                    ::core::unreachable!()
                }
            }
        };
    }
}

/// Where the runtime is, as far as that can be read among what is wrong.
fn runtime(input: &DeriveInput) -> Path {
    let mut krate = parse_quote!(::migratable);
    let attributes = input
        .attrs
        .iter()
        .filter(|attribute| attribute.path().is_ident("migratable"));
    for attribute in attributes {
        // Stops at the first key that is not of this form; that is reported
        // already.
        let _ = attribute.parse_nested_meta(|meta| {
            if meta.path.is_ident("crate") {
                krate = meta.value()?.parse()?;
            }
            Ok(())
        });
    }
    krate
}
