//! Structs: fields back to back, then the subsections.

use proc_macro2::{Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;

use super::codec::Codec;
use super::fields::{
    check_fields, construct, decode_fields, encode_fields, live_field, load_fields, sum,
};
use super::hooks::{self, Around};
use super::layout::{GroupKind, Layout, Membership, Placed};
use super::names::Names;
use super::span::{here, rt_at, tried};
use super::{checks, default, flatten, older, pod, schema, subsections, take_over};

pub(super) fn codec(names: &Names<'_>, layout: &Layout<'_>) -> Codec {
    let (spliced, ty) = (
        flatten::spliced(names, layout, schema::field),
        schema::structure(names, layout),
    );
    let runs = layout.runs(names);
    let functions = [
        encoded_len(names, layout),
        encode(names, layout),
        load(names, layout),
        check(names, layout),
    ];
    let loading = loading(names, layout);
    let (read, loaded) = (read(names, layout), hooks::loaded(names));
    let default = default::known(names, layout);
    Codec {
        migratable: quote!(#spliced #ty #default #loading #runs #(#functions)* #read #loaded),
        decode: layout.can_decode().then(|| decode(names, layout)),
    }
}

/// Names the parameters that nothing else does, where there are no fields.
fn unused(layout: &Layout<'_>, parameters: TokenStream) -> Option<TokenStream> {
    let empty = layout.subsections.is_empty() && layout.at(Membership::Fields).next().is_none();
    empty.then(|| quote!(let _ = #parameters;))
}

fn encoded_len(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let unused = unused(layout, quote!(__value));
    let (rt, this) = (&names.rt, &names.this);
    let fields = layout.at(Membership::Fields).map(|placed| {
        let (adapter, ty, value) = (&placed.adapter, &placed.ty, placed.in_value());
        let (rt, span) = placed.rt();
        quote_spanned!(span=> #rt::encoded_len::<#adapter, #ty>(#value))
    });
    let sum = sum(fields);
    let subsections = subsections::encoded_len(names, layout);
    let body = match &subsections {
        Some((conditions, terms)) => quote!(#conditions #sum + #terms),
        None => sum,
    };
    quote! {
        #[inline]
        fn encoded_len(__value: &#this) -> #rt::usize {
            #unused
            #body
        }
    }
}

fn encode(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let unused = unused(layout, quote!((__value, __out)));
    let (rt, this) = (&names.rt, &names.this);
    let checks = layout
        .fields
        .iter()
        .filter(|placed| placed.is_encoded())
        .map(|placed| checks::of_value(names, placed, &placed.in_value()));
    let fields = encode_fields(
        names,
        layout.at(Membership::Fields),
        &quote!(__out),
        Placed::in_value,
    );
    let subsections = subsections::encode(names, layout);
    let copied = pod::instead(names, "encode", &quote!(__value, __out));
    let name_runs = layout.name_runs(names);
    quote! {
        #[inline]
        fn encode(__value: &#this, __out: &mut #rt::Encoder<'_>) -> #rt::Result<(), #rt::Fault> {
            #copied
            #unused
            #name_runs
            #(#checks)*
            #fields
            #subsections
            #rt::Ok(())
        }
    }
}

fn load(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let unused = unused(layout, quote!((&__value, &__input)));
    let (rt, this) = (&names.rt, &names.this);
    let fields = load_fields(
        names,
        layout.at(Membership::Fields),
        &quote!(__input),
        Placed::in_value_mut,
    );
    let subsections = subsections::load(names, layout);
    let checks = layout
        .fields
        .iter()
        .filter(|placed| placed.is_encoded())
        .map(|placed| checks::of_value(names, placed, &placed.in_value()));
    let before_load = hooks::before_load(names);
    let mut around_upgrade = Around::live(names, &quote!(__value));
    around_upgrade
        .after
        .extend(restore(names, layout, &quote!(__value)));
    flatten::keep(names, layout, &quote!(__value), &mut around_upgrade);
    let hooks = hooks::after_load(names, &quote!(__value), &around_upgrade);
    let copied = pod::instead(names, "load", &quote!(__value, __input));
    let older = older::load(names);
    let name_runs = layout.name_runs(names);
    quote! {
        #[inline]
        fn load(
            __value: &mut #this,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            #copied
            #unused
            #older
            #name_runs
            #before_load
            #fields
            #subsections
            #(#checks)*
            #hooks
            #rt::Ok(())
        }
    }
}

/// Puts what an older writer did not have back to its default, which `upgrade`
/// took for state of the older meaning.
fn restore(names: &Names<'_>, layout: &Layout<'_>, value: &TokenStream) -> TokenStream {
    let rt = &names.rt;
    if names.input.attrs.upgrade.is_none() {
        return TokenStream::new();
    }
    let set = |placed: &Placed<'_>| {
        let (member, absent) = (&placed.field.member, placed.absent());
        let (adapter, ty) = (&placed.adapter, &placed.ty);
        let hidden = checks::hidden(placed);
        quote!(#rt::Decoder::set_absent::<#adapter, #ty>(__input, &mut #value.#member, #absent)#hidden?;)
    };
    let fields = layout.at(Membership::Fields);
    let fields = fields.filter(|placed| placed.field.attrs.default.is_some());
    let fields = fields.map(|placed| (&*placed.field.name.value, set(placed)));
    let mut grouped = Vec::new();
    let groups: Vec<_> = layout
        .subsections
        .iter()
        .filter_map(|group| match &group.kind {
            GroupKind::Own { field, .. } => {
                let placed = &layout.fields[*field];
                Some((&*placed.field.name.value, set(placed)))
            }
            GroupKind::Optional { field, .. } => {
                let Placed { field, .. } = &layout.fields[*field];
                let (member, slot) = (&field.member, subsections::slot(field));
                let none = quote!(*#slot(&mut #value.#member) = #rt::None;);
                Some((&*field.name.value, none))
            }
            GroupKind::Several { name, fields, .. } => {
                let name = &*name.value;
                let set = fields.iter().map(|index| {
                    let placed = &layout.fields[*index];
                    let (set, own) = (set(placed), format!("{name}/{}", placed.field.name.value));
                    quote! {
                        if #rt::Older::lacks(__older, #name) || #rt::Older::lacks(__older, #own) {
                            #set
                        }
                    }
                });
                grouped.push(quote!(#(#set)*));
                None
            }
            GroupKind::Retired(_) => None,
        })
        .collect();
    let all = fields
        .chain(groups)
        .map(|(name, set)| quote!(if #rt::Older::lacks(__older, #name) { #set }));
    quote!(#(#all)* #(#grouped)*)
}

/// What loading a type of these parts involves.
pub(super) fn loading(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let (rt, this) = (&names.rt, &names.this);
    let parts = layout.fields.iter().filter(|placed| placed.is_encoded());
    let parts = parts.map(|placed| {
        let (adapter, ty, (rt, span)) = (&placed.adapter, &placed.ty, placed.rt());
        quote_spanned!(span=> #rt::part_loading::<#adapter, #ty>())
    });
    let retired = names.input.attrs.retired.iter().map(|retired| {
        let ty = &retired.ty;
        let rt = rt_at(ty.span());
        quote_spanned!(ty.span()=> #rt::part_loading::<#rt::Own<#ty>, #ty>())
    });
    let older = older::loading(names);
    let taken = take_over::loading(names);
    let converted = (!older.is_empty()).then(|| quote!(.converted()));
    let any = |test: &dyn Fn(&Placed<'_>) -> bool| layout.fields.iter().any(test);
    let keeping = any(&|placed| !placed.is_encoded()).then(|| quote!(.keeping()));
    let comparing = any(&|placed| placed.field.attrs.must_match).then(|| quote!(.comparing()));
    let limited = any(&|placed| placed.field.attrs.allowed.is_some()).then(|| quote!(.limited()));
    let is_refused = any(&|placed| placed.is_checked())
        || !layout.subsections.is_empty()
        || !layout.variants.is_empty();
    let refusing = is_refused.then(|| quote!(.refusing()));
    let hooks = hooks::loading(names);
    // Each variant is made in a place of its own, and so is what subsections hold.
    let values = layout.variants.len().max(1) + usize::from(!layout.subsections.is_empty());
    quote! {
        const LOADING: #rt::Loading = #rt::Loading::of(&[#(#parts,)* #(#retired,)* #(#older,)* #(#taken,)*])
            #keeping #converted #comparing #limited #refusing #hooks .derived::<#this>(#values);
    }
}

fn check(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let unused = unused(layout, quote!((&__live, &__input)));
    let (rt, this) = (&names.rt, &names.this);
    let fields = check_fields(
        names,
        layout.at(Membership::Fields),
        &quote!(__input),
        live_field,
    );
    let subsections = subsections::check(names, layout);
    let older = older::check(names);
    let name_runs = layout.name_runs(names);
    quote! {
        #[inline]
        fn check(
            __live: #rt::Option<&#this>,
            __input: &mut #rt::Decoder<'_>,
        ) -> #rt::Result<(), #rt::Fault> {
            #unused
            #older
            #name_runs
            #fields
            #subsections
            #rt::Ok(())
        }
    }
}

fn decode(names: &Names<'_>, layout: &Layout<'_>) -> TokenStream {
    let unused = unused(layout, quote!(&__input));
    let rt = &names.rt;
    let fields = decode_fields(names, layout.at(Membership::Fields), &quote!(__input));
    let subsections = subsections::decode(names, layout);
    let checks = layout
        .fields
        .iter()
        .filter(|placed| placed.is_encoded())
        .map(|placed| {
            let local = &placed.local;
            checks::of_value(names, placed, &quote!(&#local))
        });
    let before_load = hooks::before_load(names);
    let value = construct(&names.constructor(), layout.fields.iter());
    let ready = ready(names);
    let result = if hooks::has_hooks(names) {
        let restore = restore(names, layout, &quote!(__value));
        let mut around_upgrade = Around {
            after: restore,
            ..Around::default()
        };
        flatten::keep(names, layout, &quote!(__value), &mut around_upgrade);
        let hooks = hooks::after_load(names, &quote!(&mut __value), &around_upgrade);
        quote! {
            let mut __value = #value;
            let _ = &mut __value;
            #hooks
            #rt::Ok(#rt::Place::put(__place, __value))
        }
    } else {
        quote!(#rt::Ok(#rt::Place::put(__place, #value)))
    };
    let name_runs = layout.name_runs(names);
    let fill = is_read(names, layout).then(|| {
        let this = &names.this;
        quote! {
            if #rt::is_filled::<Self, #this>() {
                return #rt::fill::<Self, #this, _>(__input, __place);
            }
        }
    });
    let copied = pod::instead(names, "decode_to", &quote!(__input, __place));
    let older = older::decode(names);
    let body = quote! {
        #copied
        #unused
        #older
        #name_runs
        #fill
        #before_load
        #fields
        #subsections
        #(#checks)*
        #ready
        #result
    };
    decode_to(names, layout, &body)
}

/// Asks `place` before the value is made.
pub(super) fn ready(names: &Names<'_>) -> TokenStream {
    let rt = &names.rt;
    let this = &names.this;
    tried(
        Span::call_site(),
        &quote!(#rt::Place::<#this>::check(&__place, __input)),
    )
}

/// The functions that decode; `body` hands the value over to `place`.
pub(super) fn decode_to(names: &Names<'_>, layout: &Layout<'_>, body: &TokenStream) -> TokenStream {
    /// Up to so many parts a type is decoded in the place of its caller. It gains
    /// nothing where there are many, and every place costs compile time.
    const MOST: usize = 64;
    let (rt, this, of) = (&names.rt, &names.this, names.of_this());
    let fits = fits_the_stack(names);
    let inline = match layout.fields.len() + layout.variants.len() <= MOST {
        true => quote!(#[cfg_attr(not(debug_assertions), inline(always))]),
        false => quote!(#[inline]),
    };
    quote! {
        #[inline]
        fn decode(__input: &mut #rt::Decoder<'_>) -> #rt::Result<#this, #rt::Fault> {
            <Self as #rt::Decode #of>::decode_to(__input, |__value| __value)
        }

        #inline
        fn decode_to<__Place: #rt::Place<#this>>(
            __input: &mut #rt::Decoder<'_>,
            __place: __Place,
        ) -> #rt::Result<__Place::Placed, #rt::Fault> {
            #fits
            #body
        }
    }
}

/// Says at the type's name that the stack holds it.
pub(super) fn fits_the_stack(names: &Names<'_>) -> TokenStream {
    let (rt, this) = (&names.rt, &names.this);
    let span = here(names.input.ident.span());
    quote_spanned!(span=> const { #rt::fits_the_stack::<Self, #this>() };)
}

/// Whether a struct is nothing but its fields, of which some are there.
fn is_read(names: &Names<'_>, layout: &Layout<'_>) -> bool {
    let has_more = !layout.subsections.is_empty()
        || hooks::has_hooks(names)
        || !names.input.attrs.older.is_empty();
    let is_checked = |placed: &Placed<'_>| {
        let attrs = &placed.field.attrs;
        placed.is_checked() || attrs.must_match || attrs.allowed.is_some()
    };
    let is_checked = layout.fields.iter().any(is_checked);
    let has_fields = layout.at(Membership::Fields).next().is_some();
    !has_more && !is_checked && has_fields && layout.can_decode()
}

/// Reading without a `Result`.
pub(super) fn read(names: &Names<'_>, layout: &Layout<'_>) -> Option<TokenStream> {
    if !is_read(names, layout) {
        return None;
    }
    let (rt, this) = (&names.rt, &names.this);
    let of_each = |part: &dyn Fn(&Placed<'_>) -> TokenStream| -> Vec<_> {
        layout.at(Membership::Fields).map(part).collect()
    };
    let are_plain = of_each(&|Placed { adapter, ty, .. }| quote!(#rt::is_plain::<#adapter, #ty>()));
    let are_blank = of_each(&|Placed { adapter, ty, .. }| quote!(#rt::is_blank::<#adapter, #ty>()));
    let fields = of_each(&|Placed {
                               adapter, ty, local, ..
                           }| {
        quote!(let #local = #rt::ReadFields::hold::<#adapter, #ty>(&mut __fields);)
    });
    let value = construct(&names.constructor(), layout.fields.iter());
    let copied = pod::instead(names, "read", &quote!(__input, __invalid));
    Some(quote! {
        const PLAIN: #rt::bool = #(#are_plain)&&*;
        const BLANK: #rt::bool = #(#are_blank)&&*;

        #[inline]
        fn read(__input: &[#rt::u8], __invalid: &mut #rt::Invalid) -> #this {
            #copied
            let mut __fields = #rt::ReadFields::new(__input, __invalid);
            #(#fields)*
            #value
        }
    })
}
