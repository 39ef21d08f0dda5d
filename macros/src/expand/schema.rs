//! The constant that describes the encoding.

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::ext::IdentExt as _;
use syn::spanned::Spanned as _;
use syn::{Expr, Member};

use super::checks;
use super::flags;
use super::flatten;
use super::json;
use super::layout::{Group, GroupKind, Layout, Membership, Placed};
use super::literal;
use super::names::Names;
use super::older;
use super::span::rt_at;
use super::texts::texts;
use crate::ast::Field;
use crate::attr::{DefaultValue, RangeLimits, RangeOf, Stated};

/// `TYPE` of a struct.
pub(super) fn structure(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    let name = &*names.input.name;
    let own: Vec<_> = layout.at(Membership::Fields).collect();
    let fields = fields(names, &own, 0);
    let subsections = layout
        .subsections
        .iter()
        .map(|group| subsection(names, layout, group));
    let said = texts(names.input.doc.as_deref(), names.input.ident.span());
    let reserved = reserved(names);
    let ty = quote! {
        #rt::StructType::constant(#name, #fields, const { &[#(#subsections),*] })#reserved
    };
    let ty = flatten::named_apart(&own, "StructType", ty);
    let versions = older::versions(names);
    quote!(const TYPE: &'static #rt::Type = &#rt::Type::Struct(#ty #versions #said);)
}

/// `TYPE` of an enum.
pub(super) fn enumeration(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    let name = &*names.input.name;
    let said = texts(names.input.doc.as_deref(), names.input.ident.span());
    let reserved = reserved(names);
    let mut spliced = 0;
    let variants = layout.variants.iter().map(|entry| {
        let variant = entry.variant;
        let (name, tag) = (&*variant.name, layout.tag(entry));
        let own = layout.of_variant(entry);
        let fields = fields(names, &own, spliced);
        spliced += usize::from(flatten::flattens(&own));
        let aliases = aliases(names, &variant.attrs.aliases);
        let other = variant.attrs.other.then(|| quote!(.set_other()));
        let keeps_tag = entry.keeps_tag().then(|| quote!(.set_keeps_tag()));
        let texts = texts(variant.doc.as_deref(), variant.ident.span());
        let in_rust = variant.attrs.rename.as_ref().map(|_| {
            let name = variant.ident.unraw().to_string();
            quote!(.in_rust(#name))
        });
        let variant = flatten::named_apart(
            &own,
            "Variant",
            quote!(#rt::Variant::constant(#name, #tag, #fields)),
        );
        quote!(#variant #in_rust #aliases #other #keeps_tag #texts)
    });
    let variants: Vec<_> = variants.collect();
    let all = layout.variants.iter();
    let by_tag = sorted(all.clone().map(|entry| layout.tag(entry)).collect());
    let by_name = sorted(all.map(|entry| &*entry.variant.name).collect());
    let versions = older::versions(names);
    quote! {
        const TYPE: &'static #rt::Type = &#rt::Type::Enum(#rt::EnumType::constant(
            #name,
            const { &[#(#variants),*] },
            #by_tag,
            #by_name,
        )#reserved #versions #said);
    }
}

/// The fields of a struct or variant.
fn fields(names: &Names<'_>, own: &[&Placed<'_>], spliced: usize) -> TokenStream {
    flatten::fields(names, own, spliced).unwrap_or_else(|| {
        let fields = own.iter().map(|placed| field(names, placed));
        quote!(const { &[#(#fields),*] })
    })
}

/// The call that adds what is not to be used again.
fn reserved(names: &Names<'_>) -> TokenStream {
    let rt = &names.rt;
    let reserved = &names.input.attrs.reserved;
    if reserved.tags.is_empty() && reserved.names.is_empty() {
        return TokenStream::new();
    }
    let tags = reserved.tags.iter().map(|tags| {
        let (first, last) = (tags.start(), tags.end());
        quote!((#first, #last))
    });
    let reserved = reserved.names.iter().map(|name| &**name);
    quote!(.reserving(#rt::Reserved::constant(
        const { &[#(#tags),*] },
        const { &[#(#rt::Node::constant(#reserved)),*] },
    )))
}

/// Positions in the order of `keys`. Few variants are found without.
fn sorted<K: Ord>(keys: Vec<K>) -> TokenStream {
    const FEW: usize = 8;
    let mut positions: Vec<usize> = (0..keys.len()).collect();
    positions.sort_by_key(|&at| &keys[at]);
    let positions = positions.iter().map(|&at| Literal::usize_unsuffixed(at));
    match keys.len() <= FEW {
        true => quote!(&[]),
        false => quote!(&[#(#positions),*]),
    }
}

pub(super) fn field(names: &Names<'_>, placed: &Placed<'_>) -> TokenStream {
    let rt = rt_at(placed.span());
    let Placed { adapter, ty, .. } = placed;
    let name = &*placed.field.name;
    let details = details(names, placed);
    let in_rust = in_rust(placed.field);
    let field = quote_spanned!(placed.span()=> #rt::field::<#adapter, #ty>(#name));
    quote!(#field #in_rust #details)
}

/// The name that the program has for a field, if that is another one.
fn in_rust(field: &Field) -> Option<TokenStream> {
    field.attrs.rename.as_ref()?;
    let name = match &field.member {
        Member::Named(ident) => ident.unraw().to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    };
    Some(quote!(.in_rust(#name)))
}

/// The calls that add a field's attributes.
fn details(names: &Names<'_>, placed: &Placed<'_>) -> TokenStream {
    let rt = &names.rt;
    let attrs = &placed.field.attrs;
    let aliases = aliases(names, &attrs.aliases);
    let default = attrs.default.as_ref().map(|default| {
        let (adapter, ty, absent) = (&placed.adapter, &placed.ty, placed.absent());
        let value = match default {
            DefaultValue::Trait => zero_default(names, placed),
            DefaultValue::Stated(stated) => stated_value(names, placed, stated, "literal"),
        };
        // A block, for the reference is to the value of the whole expression.
        let hidden = checks::hidden(placed);
        let encode = quote!(|| #rt::encode_value::<#adapter, #ty>(&{ #absent })#hidden);
        quote!(.with_default(#value).with_encode_default(#encode))
    });
    let fill = attrs.fill.as_ref().map(|stated| {
        let (adapter, ty, expr) = (&placed.adapter, &placed.ty, &stated.expr);
        let value = stated_value(names, placed, stated, "fill");
        let (rt, span) = placed.rt();
        let encode = quote_spanned!(span=> || #rt::encode_fill::<#adapter, #ty, _>(#expr));
        let fill = quote_spanned!(span=> .with_fill);
        quote!(#fill(#value).with_encode_fill(#encode))
    });
    let range = attrs.range.as_ref().map(|ranges| {
        let given = |of, range: &Option<RangeLimits>| match range {
            Some(range) => {
                let limits = limits(names, placed, of, range);
                quote!(#rt::Some(#limits))
            }
            None => quote!(#rt::None),
        };
        match &ranges.own {
            Some(own) => {
                let limits = limits(names, placed, RangeOf::Numbers, own);
                quote!(.with_range(#limits))
            }
            None => {
                let keys = given(RangeOf::Keys, &ranges.keys);
                let values = given(RangeOf::Values, &ranges.values);
                quote!(.with_map_limits(#rt::MapLimits::new(#keys, #values)))
            }
        }
    });
    let max_len = attrs.max_len.as_ref().map(|len| {
        let len = checks::max_len(len);
        quote!(.with_max_len(#len as #rt::u64))
    });
    let span = placed.span();
    let must_match = attrs
        .must_match
        .then(|| quote_spanned!(span=> .set_must_match()));
    let allowed = attrs.allowed.as_ref().map(|allowed| {
        let limit = checks::configuration(placed, allowed.limit);
        quote!(.with_configuration(#limit))
    });
    let ignorable = attrs.ignorable.then(|| quote!(.set_ignorable()));
    let sensitive = attrs.sensitive.then(|| quote!(.set_sensitive()));
    let unit = attrs.unit.as_ref().map(|unit| {
        let unit = json::escape(unit);
        quote!(.unit_escaped(#unit))
    });
    let flags = flags::of(names, placed).map(|flags| quote!(.with_flags(#flags)));
    let texts = texts(placed.field.doc.as_deref(), placed.field.name.span);
    quote!(#aliases #default #fill #range #max_len #must_match #allowed #ignorable #sensitive #unit #flags #texts)
}

pub(super) fn aliases(
    names: &Names<'_>,
    aliases: &[crate::spanned::Spanned<String>],
) -> TokenStream {
    if aliases.is_empty() {
        return TokenStream::new();
    }
    let rt = &names.rt;
    let aliases = aliases.iter().map(|alias| &**alias);
    quote!(.with_aliases(#rt::Node::constant(const { &[#(#rt::Node::constant(#aliases)),*] })))
}

/// What is known of `Default::default()`.
fn zero_default(names: &Names<'_>, placed: &Placed<'_>) -> TokenStream {
    let (rt, adapter, ty) = (&names.rt, &placed.adapter, &placed.ty);
    let ranges = placed.field.attrs.range.as_ref();
    match ranges.and_then(|ranges| ranges.own.as_ref()) {
        Some(range) => {
            let limits = limits(names, placed, RangeOf::Numbers, range);
            let span = span_of(range);
            let rt = rt_at(span);
            quote_spanned!(span=> #rt::zero_default_within::<#adapter, #ty>(#limits))
        }
        None => quote!(#rt::zero_default::<#adapter, #ty>()),
    }
}

/// A default or fill value; `make` sees to it that it is one of the type.
fn stated_value(
    names: &Names<'_>,
    placed: &Placed<'_>,
    stated: &Stated,
    make: &str,
) -> TokenStream {
    let (adapter, ty, span) = (&placed.adapter, &placed.ty, stated.expr.span());
    let (rt, make) = (rt_at(span), Ident::new(make, span));
    let Some(literal) = &stated.literal else {
        return quote!(#rt::DefaultValue::Computed);
    };
    let part = quote_spanned!(span=> #rt::part::<#adapter, #ty>());
    let of = match make == "fill" {
        true => quote!(#rt::spelled::part_type(#part, 0)),
        false => part.clone(),
    };
    let value = literal::stated(names, literal, &of);
    let value = quote_spanned!(span=> #rt::DefaultValue::#make(#value, #part));
    match literal.has_made() {
        true => quote_spanned!(span=> { #rt::assert_spelled::<#adapter, #ty>(); #value }),
        false => value,
    }
}

fn limits(names: &Names<'_>, placed: &Placed<'_>, of: RangeOf, range: &RangeLimits) -> TokenStream {
    let rt = &names.rt;
    let (adapter, ty) = (&placed.adapter, &placed.ty);
    let limit = |expr: &Option<Expr>| match expr {
        Some(expr) => {
            let limit = checks::limit(names, placed, of, expr);
            let span = placed.field.ty.span();
            let (rt, local) = (rt_at(span), quote!(__limit));
            quote_spanned! {span=>
                #rt::Some({ let #local = #limit; (#local as #rt::i128, #local as #rt::f64) })
            }
        }
        None => quote!(#rt::None),
    };
    let (start, end, inclusive) = (limit(&range.start), limit(&range.end), range.inclusive);
    let span = span_of(range);
    let there = rt_at(span);
    let make = match of {
        RangeOf::Numbers => quote_spanned!(span=> range_limits),
        RangeOf::Keys => quote_spanned!(span=> key_limits),
        RangeOf::Values => quote_spanned!(span=> value_limits),
    };
    let limits = quote_spanned!(span=> #there::#make::<#adapter, #ty>(#start, #end, #inclusive));
    match placed.field.attrs.with {
        Some(_) => quote_spanned! {span=> {
            #there::assert_keeps_numbers::<#adapter, #ty>();
            #limits
        }},
        None => limits,
    }
}

/// Where a range is spelled.
fn span_of(range: &RangeLimits) -> Span {
    let end = range.end.as_ref().or(range.start.as_ref());
    end.map_or_else(Span::call_site, Expr::span)
}

fn subsection(names: &Names<'_>, layout: &Layout<'_>, group: &Group<'_>) -> TokenStream {
    let rt = &names.rt;
    let tag = group.tag;
    let (field, needed, ignorable) = match &group.kind {
        GroupKind::Own {
            field: index,
            needed,
            ignorable,
        } => (
            field(names, &layout.fields[*index]),
            Some(*needed),
            *ignorable,
        ),
        GroupKind::Optional {
            field: index,
            ignorable,
        } => {
            let field = field(names, &layout.fields[*index]);
            let absent = quote!(#rt::DefaultValue::Literal(#rt::Node::constant(const { &#rt::Literal::Null })));
            (quote!(#field.with_default(#absent)), None, *ignorable)
        }
        GroupKind::Several {
            name,
            fields,
            needed,
            ignorable,
        } => {
            let fields = fields
                .iter()
                .map(|&index| field(names, &layout.fields[index]));
            let (name, located) = (&***name, texts(None, name.span));
            let ty = format!("{}.{name}", &*names.input.name);
            let ty = quote!(const {
                &#rt::Type::Struct(#rt::StructType::constant(#ty, const { &[#(#fields),*] }, &[]))
            });
            let each = quote!(#rt::DefaultValue::Fields);
            let field = quote!(#rt::Field::constant(#name, #ty).with_default(#each)#located);
            (field, Some(*needed), *ignorable)
        }
        GroupKind::Retired(retired) => {
            let (name, ty) = (&*retired.name, &retired.ty);
            let located = texts(None, retired.name.span);
            let there = rt_at(ty.span());
            let field = quote_spanned!(ty.span()=> #there::field::<#there::Own<#ty>, #ty>(#name));
            return quote!(#rt::Subsection::constant(#tag, #field #located).set_retired());
        }
    };
    let ignorable = ignorable.then(|| quote!(.set_ignorable()));
    let needed = needed.map(|needed| {
        let source = json::source(needed);
        quote!(.needed_escaped(#source))
    });
    quote!(#rt::Subsection::constant(#tag, #field #ignorable)#needed)
}
