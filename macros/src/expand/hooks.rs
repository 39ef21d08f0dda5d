//! Checks of single fields, and the functions that the author gave.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;

use super::Names;
use super::layout::Placed;
use super::span::{here, located};
use crate::attr::RangeLimits;

/// Tests a field's value against `range` and `max_len`; `value` is a reference
/// to it.
pub(super) fn checks(names: &Names<'_>, placed: &Placed<'_>, value: &TokenStream) -> TokenStream {
    let (rt, ty) = (&names.rt, &placed.field.ty);
    let (name, span) = (&*placed.field.name, ty.span());
    let range = placed.field.attrs.range.as_ref().map(|range| {
        let range = range_expr(range);
        let check = located(quote!(<#ty as #rt::InRange>::check), span);
        quote_spanned!(span=> #check(#name, #value, &(#range))?;)
    });
    let max_len = placed.field.attrs.max_len.as_ref().map(|max_len| {
        let check = located(quote!(<#ty as #rt::HasLen>::check), span);
        quote_spanned!(span=> #check(#name, #value, #max_len)?;)
    });
    quote!(#range #max_len)
}

fn range_expr(range: &RangeLimits) -> TokenStream {
    let (start, end) = (&range.start, &range.end);
    match (start, end, range.inclusive) {
        (_, Some(_), true) => quote!(#start..=#end),
        _ => quote!(#start..#end),
    }
}

/// Remembers, before anything is loaded, whether the state has an older
/// meaning.
pub(super) fn before_load(names: &Names<'_>) -> TokenStream {
    if names.input.attrs.upgrade.is_none() {
        return TokenStream::new();
    }
    quote!(let upgrade_from = input.take_upgrade();)
}

/// `upgrade`, if the state has an older meaning; `validate`, then `post_load`, on a value that is loaded; `value` is a
/// mutable reference to it.
pub(super) fn after_load(names: &Names<'_>, value: &TokenStream) -> TokenStream {
    let rt = &names.rt;
    let ty = &*names.input.name;
    let upgrade = names.input.attrs.upgrade.as_ref().map(|upgrade| {
        quote_spanned! {here(upgrade.span())=>
            if let #rt::Some(from) = upgrade_from {
                (#upgrade)(#value, from);
            }
        }
    });
    let call = |hook: &Option<Expr>, name: &str| {
        hook.as_ref().map(
            |hook| quote_spanned!(here(hook.span())=> #rt::hook(#ty, #name, (#hook)(#value))?;),
        )
    };
    let validate = call(&names.input.attrs.validate, "validate");
    let post_load = call(&names.input.attrs.post_load, "post_load");
    quote!(#upgrade #validate #post_load)
}

/// Whether anything runs on a whole value after it was loaded.
pub(super) fn has_hooks(names: &Names<'_>) -> bool {
    let attrs = &names.input.attrs;
    attrs.upgrade.is_some()
        || attrs.validate.is_some()
        || attrs.post_load.is_some()
        || attrs.retired.iter().any(|retired| retired.apply.is_some())
}
