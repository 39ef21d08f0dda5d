//! The subsections of a struct: each a field, an `Option`, or several fields
//! under one condition; and those that only older builds wrote.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::checks;
use super::fields::{
    check_fields, decode_fields, encode_fields, fields_of, live_field, load_fields, sum,
};
use super::layout::{Group, GroupKind, Layout, Membership, Placed, optional};
use super::names::Names;
use super::span::{here, rt_at};
use crate::ast::Field;

/// Local variables that say which subsections are present, and the sum of the
/// sizes of those that are.
pub(super) fn encoded_len(
    names: &Names<'_>,
    layout: &Layout<'_>,
) -> Option<(TokenStream, TokenStream)> {
    if layout.subsections.is_empty() {
        return None;
    }
    let rt = &names.rt;
    let (conditions, count) = conditions(names, layout);
    let terms = layout.subsections.iter().filter_map(|group| {
        let (tag, local) = (group.tag, &group.local);
        let len = payload_len(layout, group);
        match &group.kind {
            GroupKind::Retired(_) => None,
            GroupKind::Optional { .. } => Some(quote! {
                match #local {
                    #rt::Some(__content) => #rt::subsection_len(#tag, #len),
                    #rt::None => 0,
                }
            }),
            _ => Some(quote!(if #local { #rt::subsection_len(#tag, #len) } else { 0 })),
        }
    });
    let count = quote!(#rt::count_len(#count));
    let terms = sum(std::iter::once(count).chain(terms));
    Some((conditions, terms))
}

/// `let subsection_1 = …;` for each, and the number of those that are present.
fn conditions(names: &Names<'_>, layout: &Layout<'_>) -> (TokenStream, TokenStream) {
    let (rt, value) = (&names.rt, quote!(__value));
    let mut lets = Vec::new();
    let mut counts = Vec::new();
    for group in &layout.subsections {
        let local = &group.local;
        match &group.kind {
            GroupKind::Own { needed, .. } | GroupKind::Several { needed, .. } => {
                let (tag, this, span) = (group.tag, &names.this, here(needed.span()));
                let there = rt_at(span);
                lets.push(quote_spanned! {span=>
                    let #local = <Self as #there::Needed<#tag, #this>>::needed(#value);
                });
                counts.push(quote!(<#rt::usize as #rt::From<#rt::bool>>::from(#local)));
            }
            GroupKind::Optional { field, .. } => {
                let placed = &layout.fields[*field];
                let (field, get) = (placed.in_value(), optional(placed.field, "get"));
                let span = placed.field.ty.span();
                lets.push(quote_spanned!(span=> let #local = #get(#field);));
                let there = rt_at(span);
                counts.push(quote_spanned! {span=>
                    <#there::usize as #there::From<#there::bool>>::from(
                        #there::Option::is_some(&#local)
                    )
                });
            }
            GroupKind::Retired(_) => {}
        }
    }
    (quote!(#(#lets)*), sum(counts.into_iter()))
}

/// A reference to what stands in a subsection's payload for this field.
fn content(kind: &GroupKind<'_>, placed: &Placed<'_>) -> TokenStream {
    match kind {
        GroupKind::Optional { .. } => quote!(__content),
        _ => placed.in_value(),
    }
}

fn payload_len(layout: &Layout<'_>, group: &Group<'_>) -> TokenStream {
    sum(fields_of(&group.kind).into_iter().map(|index| {
        let placed = &layout.fields[index];
        let (adapter, ty) = (&placed.adapter, &placed.ty);
        let content = content(&group.kind, placed);
        let (rt, span) = placed.rt();
        quote_spanned!(span=> #rt::encoded_len::<#adapter, #ty>(#content))
    }))
}

pub(super) fn encode(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    if layout.subsections.is_empty() {
        return TokenStream::new();
    }
    let rt = &names.rt;
    let (conditions, count) = conditions(names, layout);
    let payloads = layout
        .subsections
        .iter()
        .enumerate()
        .filter_map(|(index, group)| {
            let (tag, local) = (group.tag, &group.local);
            let len = payload_len(layout, group);
            let fields = layout.at(Membership::Subsection(index));
            let fields = encode_fields(names, fields, &quote!(&mut __payload), |placed| {
                content(&group.kind, placed)
            });
            let condition = match &group.kind {
                GroupKind::Retired(_) => return None,
                GroupKind::Optional { .. } => quote!(let #rt::Some(__content) = #local),
                _ => quote!(#local),
            };
            Some(quote! {
                if #condition {
                    let mut __payload = #rt::Encoder::subsection(__out, #tag, #len)?;
                    #fields
                    #rt::Encoder::finish(&__payload)?;
                }
            })
        });
    quote! {
        #conditions
        #rt::Encoder::count(__out, #count)?;
        #(#payloads)*
    }
}

pub(super) fn load(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    let arms = |index: usize, group: &Group<'_>| match &group.kind {
        GroupKind::Optional { field, .. } => {
            let placed = &layout.fields[*field];
            let (adapter, ty) = (&placed.adapter, &placed.ty);
            let slot = slot(placed.field);
            let span = placed.field.ty.span();
            let (value, payload) = (placed.in_value_mut(), quote!(__payload));
            let slot = quote_spanned!(span=> #slot(#value));
            let there = rt_at(span);
            (
                quote_spanned!(span=> #there::load_some::<#adapter, #ty>(#slot, &mut #payload)?;),
                quote_spanned!(span=> *#slot = #there::None;),
            )
        }
        _ => {
            let fields = layout.at(Membership::Subsection(index));
            let load = load_fields(names, fields, &quote!(&mut __payload), Placed::in_value_mut);
            let absent = layout.at(Membership::Subsection(index)).map(|placed| {
                let (adapter, ty) = (&placed.adapter, &placed.ty);
                let (value, absent) = (placed.in_value_mut(), placed.absent());
                let hidden = checks::hidden(placed);
                quote!(#rt::Subsections::set_absent::<#adapter, #ty>(&__subsections, #value, #absent)#hidden?;)
            });
            (load, quote!(#(#absent)*))
        }
    };
    read(names, layout, |index, group| {
        let tag = group.tag;
        let (present, absent) = arms(index, group);
        quote! {
            match #rt::Subsections::open(&mut __subsections, #tag)? {
                #rt::Some(mut __payload) => {
                    #present
                    #rt::Decoder::finish(&__payload)?;
                }
                #rt::None => { #absent }
            }
        }
    })
}

/// Checks the payloads of those that are present, and the defaults of those that
/// are not.
pub(super) fn check(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    let present = |index: usize, group: &Group<'_>| match &group.kind {
        GroupKind::Retired(retired) => check_retired(&retired.ty),
        kind => {
            let live = |names: &Names<'_>, placed: &Placed<'_>| match kind {
                GroupKind::Optional { .. } => live_optional(placed),
                _ => live_field(names, placed),
            };
            let fields = layout.at(Membership::Subsection(index));
            let fields = check_fields(names, fields, &quote!(&mut __payload), live);
            quote!(#fields #rt::Decoder::finish(&__payload)?;)
        }
    };
    let absent = |index: usize, group: &Group<'_>| match &group.kind {
        GroupKind::Optional { .. } | GroupKind::Retired(_) => TokenStream::new(),
        _ => {
            let fields = || layout.at(Membership::Subsection(index));
            let checks = fields().filter(|placed| placed.is_checked()).map(|placed| {
                let absent = placed.absent();
                let check = checks::of_value(names, placed, &quote!(&__absent));
                let ty = &placed.field.ty;
                quote!({ let __absent: #ty = #absent; #check })
            });
            let absent = check_absent(names, fields(), live_field);
            quote!(#absent #(#checks)*)
        }
    };
    read_all(names, layout, |index, group| {
        let (tag, present, absent) = (group.tag, present(index, group), absent(index, group));
        quote! {
            match #rt::Subsections::open(&mut __subsections, #tag)? {
                #rt::Some(mut __payload) => { #present }
                #rt::None => { #absent }
            }
        }
    })
}

/// Says whether the defaults can be put in; `live` gives an option of each field's
/// live value.
fn check_absent<'p, 'a: 'p>(
    names: &Names<'_>,
    fields: impl Iterator<Item = &'p Placed<'a>>,
    live: impl Fn(&Names<'_>, &Placed<'a>) -> TokenStream,
) -> TokenStream {
    let rt = &names.rt;
    let checks = fields.map(|placed| {
        let (adapter, ty) = (&placed.adapter, &placed.ty);
        let (live, absent, hidden) = (live(names, placed), placed.absent(), checks::hidden(placed));
        quote! {
            #rt::Subsections::check_absent::<#adapter, #ty>(&__subsections, #live, || #absent)
                #hidden?;
        }
    });
    quote!(#(#checks)*)
}

/// The function that gives the `Option` on which a subsection stands.
pub(super) fn slot(field: &Field) -> TokenStream {
    optional(field, "slot")
}

/// The live content of an `Option` on which a subsection stands.
fn live_optional(placed: &Placed<'_>) -> TokenStream {
    let span = placed.field.ty.span();
    let (get, value) = (optional(placed.field, "get"), placed.in_value());
    let got = quote_spanned!(span=> #get(#value));
    // Lints look at what seems to stand in the source.
    let (span, rt) = (here(span), rt_at(here(span)));
    quote_spanned!(span=> match __live { #rt::Some(__value) => #got, #rt::None => #rt::None })
}

pub(super) fn decode(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    read(names, layout, |index, group| {
        let tag = group.tag;
        let membership = Membership::Subsection(index);
        let locals = layout.at(membership).map(|placed| &placed.local);
        let locals = quote!(#(#locals),*);
        let decode = decode_fields(names, layout.at(membership), &quote!(&mut __payload));
        let (present, absent) = match &group.kind {
            GroupKind::Optional { field, .. } => {
                let from_option = optional(layout.fields[*field].field, "from_option");
                let span = layout.fields[*field].field.ty.span();
                let wrap = |option: TokenStream| quote_spanned!(span=> #from_option(#option));
                let rt = rt_at(span);
                let some = quote_spanned!(span=> #rt::Some(#locals));
                (wrap(some), wrap(quote_spanned!(span=> #rt::None)))
            }
            _ => {
                let none = |names: &Names<'_>, _: &Placed<'_>| {
                    let rt = &names.rt;
                    quote!(#rt::None)
                };
                let checks = check_absent(names, layout.at(membership), none);
                let absent = layout.at(membership).map(|placed| absent(names, placed));
                (quote!((#locals)), quote!({ #checks (#(#absent),*) }))
            }
        };
        quote! {
            let (#locals) = match #rt::Subsections::open(&mut __subsections, #tag)? {
                #rt::Some(mut __payload) => {
                    #decode
                    #rt::Decoder::finish(&__payload)?;
                    #present
                }
                #rt::None => #absent,
            };
        }
    })
}

/// The value of a field whose subsection is absent.
fn absent(names: &Names<'_>, placed: &Placed<'_>) -> TokenStream {
    let (rt, adapter, ty) = (&names.rt, &placed.adapter, &placed.ty);
    let (absent, hidden) = (placed.absent(), checks::hidden(placed));
    quote!(#rt::Subsections::absent::<#adapter, #ty>(&__subsections, #absent)#hidden?)
}

/// Opens the subsections and reads each that is not retired with `one`.
fn read(
    names: &Names<'_>,
    layout: &Layout<'_>,
    one: impl Fn(usize, &Group<'_>) -> TokenStream,
) -> TokenStream {
    read_all(names, layout, |index, group| match group.kind {
        GroupKind::Retired(_) => retired(names, group),
        _ => one(index, group),
    })
}

/// Opens the subsections and reads each with `one`.
fn read_all(
    names: &Names<'_>,
    layout: &Layout<'_>,
    one: impl Fn(usize, &Group<'_>) -> TokenStream,
) -> TokenStream {
    let rt = &names.rt;
    if layout.subsections.is_empty() {
        return TokenStream::new();
    }
    let groups = layout.subsections.iter().enumerate();
    let groups = groups.map(|(index, group)| one(index, group));
    quote! {
        let mut __subsections = #rt::Decoder::subsections(__input)?;
        #(#groups)*
        #rt::Subsections::finish(__subsections)?;
    }
}

fn check_retired(ty: &syn::Type) -> TokenStream {
    let (rt, payload) = (rt_at(ty.span()), quote!(&mut __payload));
    quote_spanned!(ty.span()=> #rt::check_retired::<#rt::Own<#ty>, #ty>(#payload)?;)
}

/// Reads a retired subsection into a local variable if it is applied, and
/// only checks it if not.
fn retired(names: &Names<'_>, group: &Group<'_>) -> TokenStream {
    let (tag, local) = (group.tag, &group.local);
    let GroupKind::Retired(retired) = &group.kind else {
        return TokenStream::new();
    };
    let (rt, ty) = (&names.rt, &retired.ty);
    if retired.apply.is_none() {
        let check = check_retired(ty);
        return quote! {
            if let #rt::Some(mut __payload) = #rt::Subsections::open(&mut __subsections, #tag)? {
                #check
            }
        };
    }
    let there = rt_at(ty.span());
    let codec = quote_spanned!(ty.span()=> <#there::Own<#ty> as #there::Decode>);
    let fits = quote_spanned!(here(ty.span())=> const { #rt::fits_the_stack::<#ty, #ty>() };);
    quote! {
        let #local = match #rt::Subsections::open(&mut __subsections, #tag)? {
            #rt::Some(mut __payload) => {
                #fits
                let __old = #codec::decode(&mut __payload)?;
                #rt::Decoder::finish(&__payload)?;
                #rt::Some(__old)
            }
            #rt::None => #rt::None,
        };
    }
}
