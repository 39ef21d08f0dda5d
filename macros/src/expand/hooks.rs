//! Checks of single fields, and the functions that the author gave.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;

use super::Names;
use super::layout::{Placed, subsection_local};
use super::span::{here, located};
use crate::attr::RangeLimits;

/// Tests a field's value against `range` and `max_len`; `value` is a reference
/// to it.
pub(super) fn checks(names: &Names<'_>, placed: &Placed<'_>, value: &TokenStream) -> TokenStream {
    let (rt, ty) = (&names.rt, &placed.field.ty);
    let (name, span) = (&*placed.field.name, ty.span());
    let (check, _) = checkers(placed);
    let range = placed.field.attrs.range.as_ref().map(|range| {
        let range = range_expr(range);
        let check = located(quote!(<#ty as #rt::InRange>::#check), span);
        quote_spanned!(span=> #check(#name, #value, &(#range))?;)
    });
    let max_len = placed.field.attrs.max_len.as_ref().map(|max_len| {
        let check = located(quote!(<#ty as #rt::HasLen>::#check), span);
        quote_spanned!(span=> #check(#name, #value, #max_len)?;)
    });
    quote!(#range #max_len)
}

/// Checks the bytes of the next field; `live` is an option of a reference to
/// the value that they will be loaded into.
pub(super) fn verify(names: &Names<'_>, placed: &Placed<'_>, live: &TokenStream) -> TokenStream {
    let rt = &names.rt;
    let (adapter, ty, run) = (&placed.adapter, &placed.ty, placed.run());
    let attrs = &placed.field.attrs;
    if !placed.is_checked() && !attrs.must_match {
        return quote!(#rt::DecodeFields::verify::<#adapter, #ty>(&mut __fields, #run, #live)?;);
    }
    let (name, span) = (&*placed.field.name, placed.field.ty.span());
    let (check, check_ahead) = checkers(placed);
    let range = attrs.range.as_ref().map(|range| {
        let range = range_expr(range);
        let check = located(quote!(<#ty as #rt::InRange>::#check), span);
        let value = quote!(&#rt::Ahead::value::<#adapter, #ty>(&__ahead)?);
        quote_spanned!(span=> #check(#name, #value, &(#range))?;)
    });
    let max_len = attrs.max_len.as_ref().map(|max_len| {
        let check = located(quote!(<#ty as #rt::HasLen>::#check_ahead), span);
        let value = quote!(&__ahead);
        quote_spanned!(span=> #check(#name, #value, #max_len)?;)
    });
    let same = attrs
        .must_match
        .then(|| quote!(#rt::Ahead::same::<#adapter, #ty>(&__ahead, #name, __live)?;));
    quote! {{
        let __live = #live;
        let __ahead = #rt::DecodeFields::ahead::<#adapter, #ty>(&mut __fields, #run)?;
        #rt::DecodeFields::verify::<#adapter, #ty>(&mut __fields, 0, __live)?;
        #range
        #max_len
        #same
    }}
}

/// The functions that test a value and its bytes; of a sensitive one they do not
/// say what it is.
fn checkers(placed: &Placed<'_>) -> (Ident, Ident) {
    let hidden = match placed.field.attrs.sensitive {
        true => "_hidden",
        false => "",
    };
    (
        format_ident!("check{hidden}"),
        format_ident!("check_ahead{hidden}"),
    )
}

/// Takes the value of a sensitive field out of a fault that comes from below it.
pub(super) fn hidden(placed: &Placed<'_>) -> Option<TokenStream> {
    let name = &*placed.field.name;
    let is_sensitive = placed.field.attrs.sensitive;
    is_sensitive.then(|| quote!(.map_err(|__fault| __fault.below_sensitive(#name))))
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
    let rt = &names.rt;
    quote!(let __older = #rt::Decoder::take_older(__input);)
}

/// A function that the author gave, and how it is called.
struct Hook<'a> {
    /// Its key.
    key: &'static str,
    function: &'a Expr,
    /// The trait of the runtime that holds it, with its arguments.
    of: TokenStream,
    /// Whether it may change the value.
    sets: bool,
    /// In const code, whether it may refuse.
    may_refuse: TokenStream,
    /// What it takes besides the value, and only runs if that is there.
    extra: Option<Extra>,
}

struct Extra {
    name: Ident,
    ty: TokenStream,
    /// An option of it.
    given: Ident,
}

/// The hooks that may refuse, in the order in which they run.
fn hooks<'a>(names: &Names<'a>) -> Vec<Hook<'a>> {
    let (rt, this, attrs) = (&names.rt, &names.this, &names.input.attrs);
    let hook = |key, function: &'a Option<Expr>, of: TokenStream, sets| {
        let asks = format_ident!("{key}_may_refuse");
        Some(Hook {
            key,
            function: function.as_ref()?,
            of: quote!(#rt::#of<#this>),
            sets,
            may_refuse: quote!(#rt::#asks::<Self, #this>()),
            extra: None,
        })
    };
    let applied = attrs.retired.iter().filter_map(|retired| {
        let (ty, tag) = (&retired.ty, retired.tag.value);
        Some(Hook {
            of: quote!(#rt::Apply<#tag, #this, #ty>),
            may_refuse: quote!(#rt::apply_may_refuse::<#tag, Self, #this, #ty>()),
            extra: Some(Extra {
                name: format_ident!("__old"),
                ty: quote!(#ty),
                given: subsection_local(tag),
            }),
            ..hook("apply", &retired.apply, quote!(Apply), true)?
        })
    });
    let upgrade = hook("upgrade", &attrs.upgrade, quote!(Upgrade), true).map(|hook| Hook {
        extra: Some(Extra {
            name: format_ident!("__from"),
            ty: quote!(#rt::u32),
            given: format_ident!("__older"),
        }),
        ..hook
    });
    let validate = hook("validate", &attrs.validate, quote!(Validate), false);
    let post_load = hook("post_load", &attrs.post_load, quote!(PostLoad), true);
    let others = [upgrade, validate, post_load].into_iter().flatten();
    applied.chain(others).collect()
}

/// Calls the hooks on a value that is loaded; `value` is a mutable reference to
/// it. What an older writer did not have is put back to its default by `restore`
/// after `upgrade`.
pub(super) fn after_load(
    names: &Names<'_>,
    value: &TokenStream,
    restore: &TokenStream,
) -> TokenStream {
    let hooks = hooks(names);
    if hooks.is_empty() {
        return TokenStream::new();
    }
    let calls = hooks.iter().map(|hook| call(names, hook, value, restore));
    let rt = &names.rt;
    quote!(if #rt::Decoder::runs_hooks(__input) { #(#calls)* })
}

fn call(
    names: &Names<'_>,
    hook: &Hook<'_>,
    value: &TokenStream,
    restore: &TokenStream,
) -> TokenStream {
    let Hook { key, of, .. } = hook;
    let (rt, ty, method) = (&names.rt, &*names.input.name, format_ident!("{key}"));
    let value = match hook.sets {
        true => value.clone(),
        false => quote!(&*#value),
    };
    let extra = hook.extra.iter().map(|extra| &extra.name);
    let call = quote! {
        #rt::Outcome::outcome(<Self as #of>::#method(#value #(, #extra)*), #ty, #key)?;
    };
    match &hook.extra {
        Some(Extra { name, given, .. }) if *key == "upgrade" => quote! {
            if let #rt::Some(__older) = #given {
                let #name = #rt::Older::version(__older);
                #call
                #restore
            }
        },
        Some(Extra { name, given, .. }) => quote!(if let #rt::Some(#name) = #given { #call }),
        None => call,
    }
}

/// An impl for each hook, in which alone its expression stands.
pub(super) fn impls(names: &Names<'_>, bounds: &TokenStream) -> TokenStream {
    let hooks = hooks(names).into_iter().map(|hook| {
        let Hook {
            key, function, of, ..
        } = &hook;
        let (rt, this, ident) = (&names.rt, &names.this, &names.input.ident);
        let (generics, arguments, _) = names.input.generics.split_for_impl();
        let method = format_ident!("{key}");
        let value = match hook.sets {
            true => quote!(&mut #this),
            false => quote!(&#this),
        };
        // Errors about what is handed over are shown at the function.
        let extra = hook.extra.iter().map(|extra| {
            let mut name = extra.name.clone();
            name.set_span(here(function.span()));
            name
        });
        let extra: Vec<_> = extra.collect();
        let extra_ty = hook.extra.iter().map(|extra| &extra.ty);
        let outcome = located(quote!(impl #rt::Outcome), function.span());
        let call = quote_spanned!(here(function.span())=> (#function)(__value #(, #extra)*));
        quote! {
            #[automatically_derived]
            impl #generics #of for #ident #arguments #bounds {
                #[cfg_attr(not(debug_assertions), inline(always))]
                fn #method(__value: #value #(, #extra: #extra_ty)*) -> #outcome {
                    #call
                }
            }
        }
    });
    quote!(#(#hooks)*)
}

/// What the hooks add to the facts about loading.
pub(super) fn loading(names: &Names<'_>) -> TokenStream {
    let hooked = hooks(names).into_iter().map(|hook| {
        let may_refuse = hook.may_refuse;
        quote!(.hooked(#may_refuse))
    });
    let told = names.input.attrs.loaded.as_ref().map(|_| quote!(.told()));
    let versioned = (names.input.attrs.version > 1).then(|| quote!(.versioned()));
    quote!(#(#hooked)* #told #versioned)
}

/// The function that runs when all devices are loaded.
pub(super) fn loaded(names: &Names<'_>) -> Option<TokenStream> {
    let function = names.input.attrs.loaded.as_ref()?;
    let (rt, this) = (&names.rt, &names.this);
    let returns = located(quote!(#rt::returns_nothing), function.span());
    let call = quote_spanned!(here(function.span())=> #returns((#function)(__value)););
    Some(quote! {
        #[inline]
        fn loaded(__value: &mut #this) {
            #call
        }
    })
}

/// Whether anything runs on a whole value after it was loaded.
pub(super) fn has_hooks(names: &Names<'_>) -> bool {
    !hooks(names).is_empty() || names.input.attrs.loaded.is_some()
}
