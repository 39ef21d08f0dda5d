//! Enums: a tag, then the fields of the variant.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

use super::codec::Codec;
use super::fields::{check_fields, construct, decode_fields, encode_field, load_fields, sum};
use super::layout::{Layout, Placed, VariantLayout, is_unit};
use super::names::Names;
use super::span::{at, here, tried};
use super::structure::{decode_to, ready};
use super::{checks, default, flatten, hooks, older, schema, structure};

pub(super) fn codec(names: &Names<'_>, layout: &Layout<'_>) -> Codec {
    let (spliced, ty) = (
        flatten::spliced(names, layout, schema::field),
        schema::enumeration(names, layout),
    );
    let runs = layout.runs(names);
    let functions = [
        encoded_len(names, layout),
        encode(names, layout),
        load(names, layout),
        check(names, layout),
    ];
    let (loading, loaded) = (structure::loading(names, layout), hooks::loaded(names));
    let default = default::known(names, layout);
    Codec {
        migratable: quote!(#spliced #ty #default #loading #runs #(#functions)* #loaded),
        decode: Some(decode(names, layout)),
    }
}

impl VariantLayout<'_> {
    fn encoded<'l, 'a>(
        &self,
        layout: &'l Layout<'a>,
    ) -> impl Iterator<Item = &'l Placed<'a>> + use<'l, 'a> {
        layout.fields[self.fields.clone()]
            .iter()
            .filter(|placed| placed.is_encoded())
    }

    /// `Self::Variant { field: local, .. }`.
    fn pattern(&self, names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
        let path = self.path(names);
        if is_unit(&self.variant.fields) {
            return path;
        }
        let members = self.encoded(layout).map(|placed| {
            let (member, local) = (&placed.field.member, &placed.local);
            quote!(#member: #local)
        });
        let skipped = layout.fields[self.fields.clone()]
            .iter()
            .any(|p| !p.is_encoded());
        let rest = skipped.then(|| quote!(..));
        let span = here(self.variant.ident.span());
        quote_spanned!(span=> #path { #(#members,)* #rest })
    }

    fn path(&self, names: &Names<'_>) -> TokenStream {
        let ident = &self.variant.ident;
        let this = at(ident.span(), names.constructor());
        quote!(#this::#ident)
    }
}

/// A reference to a field, where a pattern has matched one.
fn matched(placed: &Placed<'_>) -> TokenStream {
    placed.declared("ByRef", placed.local.to_token_stream())
}

fn encoded_len(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let (rt, this) = (&names.rt, &names.this);
    let arms = layout.variants.iter().map(|entry| {
        let (pattern, tag) = (entry.pattern(names, layout), entry.variant.tag.value);
        if entry.keeps_tag() {
            let tag = kept_tag(layout, entry);
            return quote!(#pattern => #rt::tag_len(#tag),);
        }
        let fields = entry.encoded(layout).map(|placed| {
            let (adapter, ty, value) = (&placed.adapter, &placed.ty, matched(placed));
            let (rt, span) = placed.rt();
            quote_spanned!(span=> #rt::encoded_len::<#adapter, #ty>(#value))
        });
        let len = sum(std::iter::once(quote!(#rt::tag_len(#tag))).chain(fields));
        quote!(#pattern => #len,)
    });
    let arms = quote!(#(#arms)*);
    let body = match_value(layout, &arms);
    quote! {
        #[inline]
        fn encoded_len(__value: &#this) -> #rt::usize {
            #body
        }
    }
}

/// The tag that a variant keeps.
fn kept_tag(layout: &Layout<'_>, entry: &VariantLayout<'_>) -> TokenStream {
    let placed = &layout.fields[entry.fields.start];
    let (local, tag_of) = (&placed.local, of_tag(placed, "tag_of"));
    quote!(#tag_of(#local))
}

/// A function of the type of the field, which is `u32`, or an error.
fn of_tag(placed: &Placed<'_>, function: &str) -> TokenStream {
    let (ty, (rt, span)) = (&placed.field.ty, placed.rt());
    let function = Ident::new(function, span);
    quote_spanned!(span=> #rt::#function::<#rt::KeptTag<#ty>>)
}

/// An enum without variants has no values; only `*value` shows that.
fn match_value(layout: &Layout<'_>, arms: &TokenStream) -> TokenStream {
    if layout.variants.is_empty() {
        quote!(match *__value {})
    } else {
        quote!(match __value { #arms })
    }
}

fn encode(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let (rt, this) = (&names.rt, &names.this);
    let known = known_tags(layout);
    let arms = layout.variants.iter().map(|entry| {
        let (pattern, tag) = (entry.pattern(names, layout), entry.variant.tag.value);
        if entry.keeps_tag() {
            let tag = kept_tag(layout, entry);
            return quote! {
                #pattern => #rt::Encoder::other_tag(__out, #tag, &[#(#known),*])?,
            };
        }
        let checks = entry.encoded(layout);
        let checks = checks.map(|placed| checks::of_value(names, placed, &matched(placed)));
        let fields = encode_variant(names, tag, entry.encoded(layout));
        quote! {
            #pattern => {
                #(#checks)*
                #fields
            }
        }
    });
    let arms = quote!(#(#arms)*);
    let body = match_value(layout, &arms);
    let name_runs = layout.name_runs(names);
    quote! {
        #[inline]
        fn encode(__value: &#this, __out: &mut #rt::Encoder<'_>) -> #rt::Result<(), #rt::Fault> {
            let _ = &__out;
            #name_runs
            #body
            #[allow(unreachable_code)]
            #rt::Ok(())
        }
    }
}

/// Encodes a tag and the fields behind it: its room is taken with the run that
/// begins with the first of them.
fn encode_variant<'p, 'a: 'p>(
    names: &Names<'_>,
    tag: u32,
    mut fields: impl Iterator<Item = &'p Placed<'a>>,
) -> TokenStream {
    let rt = &names.rt;
    let Some(first) = fields.next() else {
        return tried(Span::call_site(), &quote!(#rt::Encoder::tag(__out, #tag)));
    };
    let run = first.run();
    let first = encode_field(first, &quote!(0), &matched(first));
    let rest = fields.map(|placed| encode_field(placed, &placed.run(), &matched(placed)));
    quote!(let mut __fields = #rt::Encoder::variant(__out, #tag, #run)?; #first #(#rest)*)
}

fn known_tags(layout: &Layout<'_>) -> Vec<u32> {
    layout
        .variants
        .iter()
        .filter(|entry| !entry.keeps_tag())
        .map(|entry| entry.variant.tag.value)
        .collect()
}

/// Another variant needs a new value. The same one is loaded in place where
/// something in it is kept or compared; elsewhere a new value is as fast.
fn load(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let (rt, this, of) = (&names.rt, &names.this, names.of_this());
    let same = layout
        .variants
        .iter()
        .filter(|entry| !entry.keeps_tag() && !entry.fields.is_empty())
        .map(|entry| load_same(names, layout, entry));
    let same: Vec<_> = same.collect();
    let in_place = (!same.is_empty()).then(|| {
        let name_runs = layout.name_runs(names);
        quote! {
            if <Self as #rt::Migratable #of>::LOADING.keeps() {
                #name_runs
                let mut __ahead = #rt::Clone::clone(&*__input);
                match (#rt::Decoder::tag(&mut __ahead)?, &mut *__value) {
                    #(#same)*
                    _ => {}
                }
            }
        }
    });
    let (older, is_current) = (older::load(names), older::is_current(names));
    quote! {
        #[inline]
        fn load(
            __value: &mut #this,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            #older
            #in_place
            #is_current
            <Self as #rt::Decode #of>::decode_to(__input, |__new| *__value = __new)
        }
    }
}

/// The arm for a variant that is both live and in the stream.
fn load_same(names: &Names<'_>, layout: &Layout<'_>, entry: &VariantLayout<'_>) -> TokenStream {
    let rt = &names.rt;
    let (tag, pattern) = (entry.variant.tag.value, entry.pattern(names, layout));
    let all = &layout.fields[entry.fields.clone()];
    let keeps = match all.iter().any(|placed| !placed.is_encoded()) {
        true => quote!(true),
        false => {
            let each = all.iter().map(|placed| {
                let (adapter, ty) = (&placed.adapter, &placed.ty);
                match placed.field.attrs.must_match {
                    true => quote!(true),
                    false => quote!(#rt::loading::<#adapter, #ty>().keeps()),
                }
            });
            quote!(#(#each)||*)
        }
    };
    let local = |placed: &Placed<'_>| placed.declared("ByMut", placed.local.to_token_stream());
    let fields = load_fields(names, entry.encoded(layout), &quote!(&mut __ahead), local);
    let checks = entry.encoded(layout).map(|placed| {
        let local = &placed.local;
        checks::of_value(names, placed, &placed.declared("ByRef", quote!(&*#local)))
    });
    let (before, hooks) = (
        hooks::before_load(names),
        hooks::after_load(
            names,
            &quote!(__value),
            &hooks::Around::live(names, &quote!(__value)),
        ),
    );
    quote! {
        (#tag, #pattern) if #keeps => {
            #before
            #fields
            #(#checks)*
            *__input = __ahead;
            #hooks
            return #rt::Ok(());
        }
    }
}

fn check(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let (rt, this) = (&names.rt, &names.this);
    let arms = layout
        .variants
        .iter()
        .filter(|entry| !entry.keeps_tag())
        .map(|entry| check_variant(names, layout, entry));
    let unknown = match layout.variants.iter().any(|entry| entry.keeps_tag()) {
        true => quote!(_ => {}),
        false => quote!(_ => return #rt::Err(#rt::From::from(#rt::Reason::Variant)),),
    };
    let (older, name_runs) = (older::check(names), layout.name_runs(names));
    quote! {
        #[inline]
        fn check(
            __live: #rt::Option<&#this>,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            let _ = __live;
            #older
            #name_runs
            match #rt::Decoder::tag(__input)? { #(#arms)* #unknown }
            #[allow(unreachable_code)]
            #rt::Ok(())
        }
    }
}

fn check_variant(names: &Names<'_>, layout: &Layout<'_>, entry: &VariantLayout<'_>) -> TokenStream {
    let rt = &names.rt;
    let (tag, pattern) = (entry.variant.tag.value, entry.pattern(names, layout));
    let locals: Vec<_> = entry.encoded(layout).map(|placed| &placed.local).collect();
    if locals.is_empty() {
        return quote!(#tag => {});
    }
    let values = entry.encoded(layout).map(matched);
    let none = locals.iter().map(|_| quote!(#rt::None));
    let other = (layout.variants.len() > 1).then(|| quote!(#rt::Some(_) |));
    let local = |_: &Names<'_>, placed: &Placed<'_>| placed.local.to_token_stream();
    let fields = check_fields(names, entry.encoded(layout), &quote!(__input), local);
    quote! {
        #tag => {
            let (#(#locals,)*) = match __live {
                #rt::Some(#pattern) => (#(#rt::Some(#values),)*),
                #other #rt::None => (#(#none,)*),
            };
            #fields
        }
    }
}

fn decode(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let rt = &names.rt;
    let has_hooks = hooks::has_hooks(names);
    let ready = ready(names);
    // Without hooks each variant is handed over where it is made, which spares
    // a copy through a place that fits them all.
    let handed_over = |value: TokenStream| match has_hooks {
        true => value,
        false => quote!({ #ready #rt::Ok(#rt::Place::put(__place, #value)) }),
    };
    let arms = layout
        .variants
        .iter()
        .filter(|entry| !entry.keeps_tag())
        .map(|entry| {
            let tag = entry.variant.tag.value;
            let fields = decode_fields(names, entry.encoded(layout), &quote!(__input));
            let checks = entry.encoded(layout).map(|placed| {
                let local = &placed.local;
                checks::of_value(names, placed, &quote!(&#local))
            });
            let path = entry.path(names);
            let value = if is_unit(&entry.variant.fields) {
                path
            } else {
                construct(&path, layout.fields[entry.fields.clone()].iter())
            };
            let value = handed_over(value);
            quote! {
                #tag => {
                    #fields
                    #(#checks)*
                    #value
                }
            }
        });
    let unknown = match layout.variants.iter().find(|entry| entry.keeps_tag()) {
        Some(entry) => {
            let path = entry.path(names);
            let member = &layout.fields[entry.fields.start].field.member;
            let of_tag = of_tag(&layout.fields[entry.fields.start], "of_tag");
            let value = handed_over(quote!(#path { #member: #of_tag(__tag) }));
            quote!(__tag => #value,)
        }
        None => quote!(_ => return #rt::Err(#rt::From::from(#rt::Reason::Variant)),),
    };
    let decoded = quote!(match #rt::Decoder::tag(__input)? { #(#arms)* #unknown });
    let decoded = match has_hooks {
        true => {
            let hooks = hooks::after_load(names, &quote!(&mut __value), &hooks::Around::default());
            quote!(let mut __value = #decoded; #ready #hooks #rt::Ok(#rt::Place::put(__place, __value)))
        }
        false => decoded,
    };
    let before_load = hooks::before_load(names);
    let name_runs = layout.name_runs(names);
    let older = older::decode(names);
    decode_to(
        names,
        layout,
        &quote!(#older #before_load #name_runs #decoded),
    )
}
