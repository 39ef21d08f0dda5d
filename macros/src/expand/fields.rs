//! Fields in a row: the code that encodes, checks, loads, decodes and joins them.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};

use super::checks;
use super::layout::{GroupKind, Membership, Placed};
use super::names::Names;
use super::span::tried;

pub(super) fn sum(terms: impl Iterator<Item = TokenStream>) -> TokenStream {
    let terms: Vec<_> = terms.collect();
    if terms.is_empty() {
        quote!(0)
    } else {
        quote!(#(#terms)+*)
    }
}

/// Encodes fields to `out`; `value` gives a reference to each.
pub(super) fn encode_fields<'p, 'a: 'p>(
    names: &Names<'_>,
    fields: impl Iterator<Item = &'p Placed<'a>>,
    out: &TokenStream,
    value: impl Fn(&Placed<'a>) -> TokenStream,
) -> TokenStream {
    let rt = &names.rt;
    let encode = |placed: &'p Placed<'a>| encode_field(placed, &placed.run(), &value(placed));
    let fields: Vec<_> = fields.map(encode).collect();
    if fields.is_empty() {
        return TokenStream::new();
    }
    quote!(let mut __fields = #rt::Encoder::fields(#out); #(#fields)*)
}

/// Encodes a field; `run` is the length of the run that begins with it.
pub(super) fn encode_field(
    placed: &Placed<'_>,
    run: &TokenStream,
    value: &TokenStream,
) -> TokenStream {
    let (rt, span) = placed.rt();
    let (adapter, ty) = (&placed.adapter, &placed.ty);
    let hidden = checks::hidden(placed);
    let fields = quote!(&mut __fields);
    let encode = quote_spanned! {span=>
        #rt::EncodeFields::encode::<#adapter, #ty>(#fields, #run, #value)#hidden
    };
    tried(span, &encode)
}

/// The live value of a field, if the struct's is there.
pub(super) fn live_field(names: &Names<'_>, placed: &Placed<'_>) -> TokenStream {
    let (rt, value) = (&names.rt, placed.in_value());
    quote!(match __live { #rt::Some(__value) => #rt::Some(#value), #rt::None => #rt::None })
}

/// Checks the bytes of fields; `live` gives an option of each one's live value.
pub(super) fn check_fields<'p, 'a: 'p>(
    names: &Names<'_>,
    fields: impl Iterator<Item = &'p Placed<'a>>,
    input: &TokenStream,
    live: impl Fn(&Names<'_>, &Placed<'a>) -> TokenStream,
) -> TokenStream {
    let fields: Vec<_> = fields
        .map(|placed| checks::verify(names, placed, &live(names, placed)))
        .collect();
    from_cursor(names, input, &fields, true)
}

/// Loads fields in place from `input`; `value` gives a mutable reference to
/// each. What must match is compared, and stays.
pub(super) fn load_fields<'p, 'a: 'p>(
    names: &Names<'_>,
    fields: impl Iterator<Item = &'p Placed<'a>>,
    input: &TokenStream,
    value: impl Fn(&Placed<'a>) -> TokenStream,
) -> TokenStream {
    let mut checks = false;
    let mut limits = Vec::new();
    let fields: Vec<_> = fields
        .map(|placed| {
            let (adapter, ty) = (&placed.adapter, &placed.ty);
            let (run, value) = (placed.run(), value(placed));
            let (rt, span) = placed.rt();
            let fields = quote!(&mut __fields);
            let load = |run: &TokenStream| {
                let load = quote_spanned! {span=>
                    #rt::DecodeFields::load::<#adapter, #ty>(#fields, #run, #value)
                };
                tried(span, &load)
            };
            if let Some(allowed) = &placed.field.attrs.allowed {
                limits.push(checks::ask_limit(names, placed));
                let run = checks::verify_within(placed, allowed.limit);
                let load = load(&quote!(__run));
                return quote!(let __run = #run; #load);
            }
            let load = load(&run);
            if !placed.field.attrs.must_match {
                return load;
            }
            checks = true;
            let compare = checks::verify(names, placed, &quote!(#rt::Some(&*#value)));
            // A hook may have changed it before the load was refused.
            quote!(if #rt::DecodeFields::puts_back(&__fields) { #load } else { #compare })
        })
        .collect();
    // They may look at fields that are loaded before theirs.
    let steps: Vec<_> = limits.into_iter().chain(fields).collect();
    from_cursor(names, input, &steps, checks)
}

/// What is done with fields one behind the other, through a cursor over them.
fn from_cursor(
    names: &Names<'_>,
    input: &TokenStream,
    fields: &[TokenStream],
    is_checked: bool,
) -> TokenStream {
    let rt = &names.rt;
    if fields.is_empty() {
        return TokenStream::new();
    }
    let check = is_checked.then(|| quote!(#rt::DecodeFields::check(&__fields)?;));
    quote!(let mut __fields = #rt::Decoder::fields(#input); #(#fields)* #check)
}

/// Decodes fields from `input` into local variables.
pub(super) fn decode_fields<'p, 'a: 'p>(
    names: &Names<'_>,
    fields: impl Iterator<Item = &'p Placed<'a>>,
    input: &TokenStream,
) -> TokenStream {
    let fields: Vec<_> = fields
        .map(|placed| {
            let (adapter, ty, run) = (&placed.adapter, &placed.ty, placed.run());
            let local = &placed.local;
            let ((rt, span), fields) = (placed.rt(), quote!(&mut __fields));
            let get = (!placed.is_held())
                .then(|| quote_spanned!(span=> let #local = #local.get::<#adapter>();));
            let hold = quote_spanned! {span=>
                #rt::DecodeFields::hold::<#adapter, #ty>(#fields, #run, &mut #local)
            };
            let hold = tried(span, &hold);
            quote_spanned! {span=>
                let mut #local = #rt::Held::<'_, #ty>::nothing::<#adapter>();
                #hold
                #get
            }
        })
        .collect();
    from_cursor(names, input, &fields, true)
}

/// The struct expression over the local variables of `fields`.
pub(super) fn construct<'p, 'a: 'p>(
    path: &TokenStream,
    fields: impl Iterator<Item = &'p Placed<'a>>,
) -> TokenStream {
    let members = fields.map(|placed| {
        let (member, local) = (&placed.field.member, &placed.local);
        let value = match placed.membership {
            Membership::Skipped => {
                let value = placed.absent();
                return quote!(#member: #value);
            }
            _ if placed.is_held() => {
                let adapter = &placed.adapter;
                quote!(#local.get::<#adapter>())
            }
            _ => quote!(#local),
        };
        let value = placed.declared("ByValue", value);
        quote!(#member: #value)
    });
    quote!(#path { #(#members),* })
}

/// The fields that stand in a subsection.
pub(super) fn fields_of(kind: &GroupKind<'_>) -> Vec<usize> {
    match kind {
        GroupKind::Own { field, .. } | GroupKind::Optional { field, .. } => vec![*field],
        GroupKind::Several { fields, .. } => fields.clone(),
        GroupKind::Retired(_) => Vec::new(),
    }
}
