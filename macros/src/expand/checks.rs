//! What is tested on the value of a field, and on its bytes before it is loaded.

use proc_macro2::{Group, Ident, Literal, Span, TokenStream, TokenTree};
use quote::{ToTokens as _, format_ident, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;

use super::bounds::mentions_parameter;
use super::layout::{Layout, Placed};
use super::names::Names;
use super::span::{here, rt_at, tried};
use crate::attr::{Limit, RangeLimits, RangeOf, Ranges};

/// Tests a field's value against `range` and `max_len`; `value` is a reference
/// to it.
pub(super) fn of_value(names: &Names<'_>, placed: &Placed<'_>, value: &TokenStream) -> TokenStream {
    let (ty, span) = (&placed.field.ty, placed.field.ty.span());
    let (name, rt) = (&*placed.field.name, rt_at(span));
    let (check, _) = checkers(placed);
    let ranges = placed.field.attrs.range.iter().flat_map(Ranges::each);
    let ranges = ranges.map(|(of, range)| {
        let range = self::range(names, placed, of, range);
        let bounded = bounded(of, span);
        quote_spanned!(span=> <#ty as #bounded>::#check(#name, #value, &#range)?;)
    });
    let max_len = placed.field.attrs.max_len.as_ref().map(|len| {
        let len = max_len(len);
        quote_spanned!(span=> <#ty as #rt::HasLen>::#check(#name, #value, #len)?;)
    });
    quote!(#(#ranges)* #max_len)
}

/// What a type does that has such numbers.
fn bounded(of: RangeOf, span: Span) -> TokenStream {
    let rt = rt_at(span);
    match of {
        RangeOf::Numbers => quote_spanned!(span=> #rt::InRange),
        RangeOf::Keys => quote_spanned!(span=> #rt::InRange<#rt::Keys>),
        RangeOf::Values => quote_spanned!(span=> #rt::InRange<#rt::Values>),
    }
}

/// Checks the bytes of the next field; `live` is an option of a reference to
/// the value that they will be loaded into.
pub(super) fn verify(names: &Names<'_>, placed: &Placed<'_>, live: &TokenStream) -> TokenStream {
    let span = placed.field.ty.span();
    let (name, rt) = (&*placed.field.name, rt_at(span));
    let (fields, ahead) = (quote!(&mut __fields), quote!(__ahead));
    let (adapter, encoded, run) = (&placed.adapter, &placed.ty, placed.run());
    let attrs = &placed.field.attrs;
    if !placed.is_checked() && !attrs.must_match && attrs.allowed.is_none() {
        let verify = quote_spanned! {span=>
            #rt::DecodeFields::verify::<#adapter, #encoded>(#fields, #run, #live)
        };
        return tried(span, &verify);
    }
    let (check, check_ahead) = checkers(placed);
    let value = quote!(__checked);
    let ranges = attrs.range.iter().flat_map(Ranges::each);
    let ranges = ranges.map(|(of, range)| {
        let range = self::range(names, placed, of, range);
        let bounded = bounded(of, span);
        quote_spanned!(span=> <#encoded as #bounded>::#check(#name, &#value, &#range)?;)
    });
    let ranges = attrs.range.as_ref().map(|_| {
        let made = quote_spanned!(span=> #rt::Ahead::value::<#adapter, #encoded>(&#ahead)?);
        quote_spanned!(span=> {
            let #value = #made;
            #(#ranges)*
        })
    });
    let max_len = attrs.max_len.as_ref().map(|len| {
        let len = max_len(len);
        // Of what an adapter writes, it knows where the length is.
        let describer = match &attrs.with {
            Some(_) => &placed.describer,
            None => encoded,
        };
        quote_spanned!(span=> <#describer as #rt::HasLen>::#check_ahead(#name, &#ahead, #len)?;)
    });
    let local_live = quote!(__live);
    let same = attrs.must_match.then(|| {
        quote_spanned! {span=>
            #rt::Ahead::same::<#adapter, #encoded>(&#ahead, #name, #local_live)?;
        }
    });
    let this = quote!(__this);
    let within = attrs.allowed.as_ref().map(|allowed| {
        let allows = allows(names, placed, &this);
        let within = within(placed, allowed.limit, &ahead, &allows);
        quote_spanned!(span=> if let #rt::Some(#this) = #this { #within })
    });
    // The field's is called as the whole value's was.
    let whole = quote!(__live);
    let this = within
        .as_ref()
        .map(|_| quote_spanned!(span=> let #this = #whole;));
    quote_spanned! {span=> {
        #this
        let #local_live = #live;
        let #ahead = #rt::DecodeFields::ahead::<#adapter, #encoded>(#fields, #run)?;
        #rt::DecodeFields::verify::<#adapter, #encoded>(#fields, 0, #local_live)?;
        #ranges
        #max_len
        #same
        #within
    }}
}

/// Asks, before any field is loaded, what the live value allows, where nobody has checked it.
pub(super) fn ask_limit(names: &Names<'_>, placed: &Placed<'_>) -> TokenStream {
    let span = placed.field.ty.span();
    let (rt, limit) = (rt_at(span), limit_local(placed));
    let (fields, allows) = (quote!(&__fields), allows(names, placed, &quote!(&*__value)));
    quote_spanned! {span=>
        let #limit = match #rt::DecodeFields::compares(#fields) {
            true => #rt::Some(#allows),
            false => #rt::None,
        };
    }
}

fn limit_local(placed: &Placed<'_>) -> Ident {
    format_ident!("{}_limit", placed.local)
}

/// Checks, before it is loaded, what [`ask_limit`] has asked for. As an expression, it is
/// the run of the field: of one that was looked at, it has begun.
pub(super) fn verify_within(placed: &Placed<'_>, limit: Limit) -> TokenStream {
    let span = placed.field.ty.span();
    let (rt, adapter, encoded, run) = (rt_at(span), &placed.adapter, &placed.ty, placed.run());
    let (fields, ahead, asked) = (quote!(&mut __fields), quote!(__ahead), limit_local(placed));
    let allowed = quote!(__limit);
    let within = within(placed, limit, &ahead, &allowed);
    quote_spanned! {span=>
        if let #rt::Some(#allowed) = #asked {
            let #ahead = #rt::DecodeFields::ahead::<#adapter, #encoded>(#fields, #run)?;
            #within
            0
        } else {
            #run
        }
    }
}

/// What a live value allows a field to be.
fn allows(names: &Names<'_>, placed: &Placed<'_>, this: &TokenStream) -> TokenStream {
    let span = placed.field.ty.span();
    let (rt, of, encoded) = (rt_at(span), &names.this, &placed.ty);
    let index = Literal::usize_unsuffixed(placed.run);
    quote_spanned!(span=> <Self as #rt::Allowed<#index, #of, #encoded>>::allowed(#this))
}

/// Tests the bytes of a field against what the live value allows.
fn within(
    placed: &Placed<'_>,
    limit: Limit,
    ahead: &TokenStream,
    allows: &TokenStream,
) -> TokenStream {
    let span = placed.field.ty.span();
    let (rt, adapter, encoded) = (rt_at(span), &placed.adapter, &placed.ty);
    let (name, sensitive) = (&*placed.field.name, placed.field.attrs.sensitive);
    let limit = configuration(placed, limit);
    quote_spanned! {span=>
        #rt::Ahead::within::<#adapter, #encoded>(
            &#ahead,
            #name,
            #limit,
            #sensitive,
            || #allows,
        )?;
    }
}

/// The limit as the runtime knows it.
pub(super) fn configuration(placed: &Placed<'_>, limit: Limit) -> TokenStream {
    let span = placed.field.ty.span();
    let (rt, adapter, ty) = (rt_at(span), &placed.adapter, &placed.ty);
    let limit = match limit {
        Limit::SubsetOf => quote_spanned!(span=> SubsetOf),
        Limit::AtMost => quote_spanned!(span=> AtMost),
        Limit::AtLeast => quote_spanned!(span=> AtLeast),
    };
    quote_spanned!(span=> const { #rt::limit::<#adapter, #ty>(#rt::Configuration::#limit) })
}

/// An impl for each limit, in which alone its expression stands.
pub(super) fn limits(names: &Names<'_>, layout: &Layout<'_>, bounds: &TokenStream) -> TokenStream {
    let limits = layout.fields.iter().filter_map(|placed| {
        let expr = &placed.field.attrs.allowed.as_ref()?.expr;
        let (rt, this, ident) = (&names.rt, &names.this, &names.input.ident);
        let (generics, arguments, _) = names.input.generics.split_for_impl();
        let (ty, index) = (&placed.ty, Literal::usize_unsuffixed(placed.run));
        let span = here(expr.span());
        let limit = match expr {
            Expr::Path(_) | Expr::Closure(_) => {
                let (there, value) = (rt_at(span), quote!(__value));
                quote_spanned!(span=> #there::of_live(#value, #expr))
            }
            _ => with_self(expr.to_token_stream()),
        };
        let body = match expr {
            // Of braces in braces, rustc says that they are not needed.
            Expr::Block(_) => limit,
            _ => quote_spanned!(span=> { #limit }),
        };
        Some(quote! {
            #[automatically_derived]
            impl #generics #rt::Allowed<#index, #this, #ty> for #ident #arguments #bounds {
                fn allowed(__value: &#this) -> #ty #body
            }
        })
    });
    quote!(#(#limits)*)
}

/// Code in which `self` is the live value.
fn with_self(code: TokenStream) -> TokenStream {
    let replaced = code.into_iter().map(|token| match token {
        TokenTree::Ident(ident) if ident == "self" => {
            Ident::new("__value", here(ident.span())).into()
        }
        TokenTree::Group(group) => {
            let mut inner = Group::new(group.delimiter(), with_self(group.stream()));
            inner.set_span(group.span());
            inner.into()
        }
        token => token,
    });
    replaced.collect()
}

/// The functions that test a value and its bytes; of a sensitive one they do not
/// say what it is.
fn checkers(placed: &Placed<'_>) -> (Ident, Ident) {
    let (check, check_ahead) = match placed.field.attrs.sensitive {
        true => ("check_hidden", "check_ahead_hidden"),
        false => ("check", "check_ahead"),
    };
    let span = placed.field.ty.span();
    (Ident::new(check, span), Ident::new(check_ahead, span))
}

/// Takes the value of a sensitive field out of a fault that comes from below it.
pub(super) fn hidden(placed: &Placed<'_>) -> Option<TokenStream> {
    let name = &*placed.field.name;
    let is_sensitive = placed.field.attrs.sensitive;
    is_sensitive.then(|| quote!(.map_err(|__fault| __fault.below_sensitive(#name))))
}

/// One side of a range.
///
/// Wherever a limit stands it is read in the same words, so that rustc's errors
/// about it are the same and shown once; in constant code, for elsewhere it has more
/// advice.
pub(super) fn limit(
    names: &Names<'_>,
    placed: &Placed<'_>,
    of: RangeOf,
    expr: &Expr,
) -> TokenStream {
    let (ty, span) = (&placed.field.ty, placed.field.ty.span());
    let rt = rt_at(span);
    // `as` takes no types that depend on a parameter.
    let number = match mentions_parameter(names, ty) {
        true => quote!(_),
        false => match of {
            RangeOf::Numbers => quote_spanned!(span=> #rt::NumberOf<#ty>),
            RangeOf::Keys => quote_spanned!(span=> #rt::NumberOf<#ty, #rt::Keys>),
            RangeOf::Values => quote_spanned!(span=> #rt::NumberOf<#ty, #rt::Values>),
        },
    };
    let limit = quote!(__limit);
    quote_spanned!(span=> const { let #limit: #number = #expr; #limit })
}

fn range(names: &Names<'_>, placed: &Placed<'_>, of: RangeOf, range: &RangeLimits) -> TokenStream {
    let limit = |limit: &Option<Expr>| Some(self::limit(names, placed, of, limit.as_ref()?));
    let (start, end) = (limit(&range.start), limit(&range.end));
    let span = placed.field.ty.span();
    match range.inclusive && end.is_some() {
        true => quote_spanned!(span=> (#start..=#end)),
        false => quote_spanned!(span=> (#start..#end)),
    }
}

/// The length of `max_len`, as [`limit`] reads one.
pub(super) fn max_len(len: &Expr) -> TokenStream {
    let (rt, span, max_len) = (rt_at(len.span()), len.span(), quote!(__max_len));
    quote_spanned!(span=> const { let #max_len: #rt::usize = #len; #max_len })
}
