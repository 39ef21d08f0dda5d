//! What makes a type a device: its schema, its JSON, its linker record.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::bounds;
use super::json;
use super::names::Names;
use super::schema;
use super::span::{here, rt_at};
use super::take_over;
use super::texts::texts;

pub(super) fn impl_device(names: &Names<'_>) -> Option<TokenStream> {
    let attrs = &names.input.attrs;
    let device = attrs.device.as_ref()?;
    let (rt, ident) = (&names.rt, &names.input.ident);
    let (version, oldest) = (attrs.version, attrs.oldest);
    let texts = texts(names.input.doc.as_deref(), names.input.ident.span());
    let (generics, arguments, where_clause) = names.input.generics.split_for_impl();
    let is_generic = !names.input.generics.params.is_empty();

    let mut predicates = quote!();
    if is_generic {
        let own = where_clause.iter().flat_map(|clause| &clause.predicates);
        let taken = bounds::taken(names, &format_ident!("Migratable"));
        predicates = quote!(where #(#own,)* Self: #rt::Migratable, #taken);
    }
    let text = if is_generic {
        quote!(#rt::JsonOf::<Self>::TEXT)
    } else {
        quote! {{
            const SCHEMA: &#rt::Schema = <#ident as #rt::Device>::SCHEMA;
            const WRITTEN: #rt::json::Written<0x1000> = #rt::json::write(SCHEMA);
            const JSON: [#rt::u8; #rt::json::Written::size(&WRITTEN)] =
                #rt::json::Written::exact(&WRITTEN, SCHEMA);
            #rt::json::as_text(&JSON)
        }}
    };
    let upgrades = attrs
        .upgrade
        .is_some()
        .then(|| quote!(const UPGRADES: #rt::bool = true;));
    let aliases = schema::aliases(names, &attrs.aliases);
    let said = attrs.needed.as_ref().map(|function| {
        let source = json::source(function);
        quote!(.needed_escaped(#source))
    });
    let needed = attrs.needed.as_ref().map(|function| {
        let span = here(function.span());
        let there = rt_at(span);
        let body = quote_spanned!(span=> -> #there::bool { (#function)(__value) });
        quote!(fn needed(__value: &Self) #body)
    });
    let blocked = attrs.blocked.as_ref().map(|function| {
        let there = rt_at(function.span());
        let body = quote_spanned!(here(function.span())=> #there::blocked((#function)(__value)));
        quote! {
            const BLOCKS: #rt::bool = true;
            fn blocked(__value: &Self) -> #rt::Option<#rt::String> { #body }
        }
    });
    let (taking_over, check_taken) = (take_over::schema(names), take_over::check_taken(names));
    // The record of a generic device is left where a concrete type is named.
    let krate = &attrs.krate;
    let record = (!is_generic).then(|| quote!(#krate::publish!(#ident);));
    Some(quote! {
        #[automatically_derived]
        impl #generics #rt::Device for #ident #arguments #predicates {
            const SCHEMA: &'static #rt::Schema = &#rt::Schema::constant(
                #device,
                #version,
                #oldest,
                <Self as #rt::Migratable>::TYPE,
            )#aliases #said #taking_over #texts;
            const SCHEMA_JSON: &'static #rt::str = #text;
            #upgrades
            #needed
            #blocked
            #check_taken
        }
        #record
    })
}

/// An item whose name says what is wrong if a scope has it twice. More than
/// one scope a derive cannot see; `schema-tool export` sees the whole binary.
pub(super) fn one_of_its_name(names: &Names<'_>) -> Option<TokenStream> {
    let device = names.input.attrs.device.as_ref()?;
    let ident = format_ident!("{}", unique_ident(device));
    Some(quote! {
        #[doc(hidden)]
        #[allow(dead_code, non_upper_case_globals)]
        const #ident: () = ();
    })
}

/// An identifier for each name. Where not all can stand in it as it is, what was
/// there stands before the name: `u` for an underscore, `d` for a dash, `p` for a point.
fn unique_ident(device: &str) -> String {
    let escapes: String = device
        .chars()
        .filter_map(|c| match c {
            '-' => Some('d'),
            '.' => Some('p'),
            '_' => Some('u'),
            _ => None,
        })
        .collect();
    let name = device.replace(['-', '.'], "_");
    match escapes.chars().all(|c| c == 'u') {
        true => format!("two_devices_have_the_name_{name}"),
        false => format!("two_devices_have_one_name_{escapes}_{name}"),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::unique_ident;

    /// Every name of up to five of some characters that names can have.
    #[test]
    fn idents_of_different_names_differ() {
        let mut names = vec![String::new()];
        let mut idents = HashSet::new();
        for len in 1..=5 {
            names.retain(|name| name.len() == len - 1);
            let longer =
                |name: &String| ['d', 'p', 'u', '_', '-', '.'].map(|c| format!("{name}{c}"));
            names = names.iter().flat_map(longer).collect();
            for name in &names {
                assert!(idents.insert(unique_ident(name)), "{name}");
            }
        }
    }
}
