//! `flatten`: fields of a struct that stand in the schema of the one that has it.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote, quote_spanned};

use super::hooks::Around;
use super::layout::{Layout, Membership, Placed};
use super::names::Names;

/// Whether any of these fields of a struct or variant is flattened.
pub(super) fn flattens(own: &[&Placed<'_>]) -> bool {
    own.iter().any(|placed| placed.field.attrs.flatten)
}

/// The fields in the schema, if some of them come from other structs: those at a position
/// of `SPLICED`.
pub(super) fn fields(
    names: &Names<'_>,
    own: &[&Placed<'_>],
    spliced: usize,
) -> Option<TokenStream> {
    let flattened = own.iter().find(|placed| placed.field.attrs.flatten)?;
    let (rt, span) = flattened.rt();
    let (this, spliced) = (&names.this, Literal::usize_unsuffixed(spliced));
    Some(quote_spanned!(span=> #rt::spliced::<Self, #this, #spliced>()))
}

/// `value`, a struct or variant of the schema, once the names of its fields were compared.
pub(super) fn named_apart(own: &[&Placed<'_>], of: &str, value: TokenStream) -> TokenStream {
    let flattened = || own.iter().filter(|placed| placed.field.attrs.flatten);
    let Some(first) = flattened().next() else {
        return value;
    };
    let parts = flattened().map(|placed| {
        let (adapter, ty, (rt, span)) = (&placed.adapter, &placed.ty, placed.rt());
        quote_spanned!(span=> <#adapter as #rt::Migratable<#ty>>::TYPE)
    });
    let (rt, span) = first.rt();
    let of = Ident::new(of, span);
    quote_spanned!(span=> #rt::#of::flattening(#value, &[#(#parts),*]))
}

/// The lists of which the fields of a struct, or of variants, are made that flatten some.
pub(super) fn spliced(
    names: &Names<'_>,
    layout: &Layout<'_>,
    field: fn(&Names<'_>, &Placed<'_>) -> TokenStream,
) -> TokenStream {
    let of_variants = layout.variants.iter().map(|entry| layout.of_variant(entry));
    let all: Vec<Vec<&Placed<'_>>> = match layout.variants.is_empty() {
        true => vec![layout.at(Membership::Fields).collect()],
        false => of_variants.collect(),
    };
    let all = all.iter().filter(|own| flattens(own));
    let lists = all.map(|own| {
        let lists = own.chunk_by(|a, b| !a.field.attrs.flatten && !b.field.attrs.flatten);
        let lists = lists.map(|list| match list {
            [placed] if placed.field.attrs.flatten => {
                let (adapter, ty, (rt, span)) = (&placed.adapter, &placed.ty, placed.rt());
                quote_spanned!(span=> #rt::flattened::<#adapter, #ty>())
            }
            list => {
                let fields = list.iter().map(|placed| field(names, placed));
                quote!(const { &[#(#fields),*] })
            }
        });
        quote!(&[#(#lists),*])
    });
    let lists: Vec<_> = lists.collect();
    if lists.is_empty() {
        return TokenStream::new();
    }
    let rt = &names.rt;
    quote!(const SPLICED: &'static [&'static [&'static [#rt::Field]]] = &[#(#lists),*];)
}

/// Looks at a type that flattens some, also where nothing takes it.
pub(super) fn proof(names: &Names<'_>, layout: Option<&Layout<'_>>) -> Option<TokenStream> {
    let flattens = |placed: &Placed<'_>| placed.field.attrs.flatten;
    let (rt, of, ident) = (&names.rt, names.of_this(), &names.input.ident);
    let is_one = layout?.fields.iter().any(flattens) && names.input.generics.params.is_empty();
    is_one.then(|| quote!(const _: &#rt::Type = <#ident as #rt::Migratable #of>::TYPE;))
}

/// Keeps what older writers did not have from `upgrade`: of fields of flattened structs,
/// only their types know.
pub(super) fn keep(
    names: &Names<'_>,
    layout: &Layout<'_>,
    value: &TokenStream,
    around: &mut Around,
) {
    if names.input.attrs.upgrade.is_none() {
        return;
    }
    let fields = layout.at(Membership::Fields);
    for placed in fields.filter(|placed| placed.field.attrs.flatten) {
        let (rt, adapter, ty) = (&names.rt, &placed.adapter, &placed.ty);
        let member = &placed.field.member;
        let local = format_ident!("{}_before", placed.local);
        around.before.extend(quote! {
            let #local = #rt::before_upgrade::<#adapter, #ty>(__older, &#value.#member)?;
        });
        around.after.extend(quote! {
            #rt::after_upgrade::<#adapter, #ty>(__input, __older, #local, &mut #value.#member)?;
        });
    }
}
