//! The functions that the author gave, and when they are called.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Expr;
use syn::spanned::Spanned as _;

use super::layout::{Layout, subsection_local};
use super::names::Names;
use super::span::{here, rt_at};
use super::take_over;

/// Remembers, before anything is loaded, whether the state has an older
/// meaning, and what there is to take over.
pub(super) fn before_load(names: &Names<'_>) -> TokenStream {
    let taken = take_over::before_load(names);
    if names.input.attrs.upgrade.is_none() {
        return taken;
    }
    let rt = &names.rt;
    quote!(let __older = #rt::Decoder::take_older(__input); #taken)
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
    // What is applied sets fields that the writer did not have, in their new meaning.
    let hooks = upgrade.into_iter().chain(applied);
    hooks.chain(validate).chain(post_load).collect()
}

/// What stands around a call of `upgrade`, which takes all state for that of the older
/// meaning.
#[derive(Default)]
pub(super) struct Around {
    pub(super) before: TokenStream,
    pub(super) after: TokenStream,
}

impl Around {
    /// Around that of a live value: what must match in it was compared as it was written,
    /// and stays. `value` is a mutable reference to it.
    pub(super) fn live(names: &Names<'_>, value: &TokenStream) -> Self {
        if names.input.attrs.upgrade.is_none() {
            return Self::default();
        }
        let (rt, this, of) = (&names.rt, &names.this, names.of_this());
        let before = quote! {
            let __before = match <Self as #rt::Migratable #of>::LOADING.compares() {
                true => #rt::Some(#rt::encode_value::<Self, #this>(&*#value)?),
                false => #rt::None,
            };
        };
        let after = quote! {
            if let #rt::Some(__before) = &__before {
                #rt::kept_configuration::<Self, #this>(__before, &*#value)?;
            }
        };
        Self { before, after }
    }
}

/// Calls the hooks on a value that is loaded; `value` is a mutable reference to
/// it.
pub(super) fn after_load(
    names: &Names<'_>,
    value: &TokenStream,
    around_upgrade: &Around,
) -> TokenStream {
    let hooks = hooks(names);
    if hooks.is_empty() && names.input.attrs.takes_over.is_empty() {
        return TokenStream::new();
    }
    let call = |hook: &Hook<'_>| call(names, hook, value, around_upgrade);
    // What makes the state, and what then looks at it.
    let (makes, looks): (Vec<_>, Vec<_>) = hooks
        .iter()
        .partition(|hook| matches!(hook.key, "upgrade" | "apply"));
    let (makes, looks) = (makes.into_iter().map(call), looks.into_iter().map(call));
    let taken = take_over::calls(names, value);
    let rt = &names.rt;
    quote!(if #rt::Decoder::runs_hooks(__input) { #(#makes)* #taken #(#looks)* })
}

fn call(
    names: &Names<'_>,
    hook: &Hook<'_>,
    value: &TokenStream,
    around_upgrade: &Around,
) -> TokenStream {
    let Hook { key, of, .. } = hook;
    let Around { before, after } = around_upgrade;
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
                #before
                #call
                #after
            }
        },
        Some(Extra { name, given, .. }) => quote!(if let #rt::Some(#name) = #given { #call }),
        None => call,
    }
}

/// An impl for each condition of a subsection, in which alone its expression
/// stands.
pub(super) fn conditions(
    names: &Names<'_>,
    layout: &Layout<'_>,
    bounds: &TokenStream,
) -> TokenStream {
    let conditions = layout.subsections.iter().filter_map(|group| {
        let (tag, function) = (group.tag, group.kind.needed()?);
        let (rt, this, ident) = (&names.rt, &names.this, &names.input.ident);
        let (generics, arguments, _) = names.input.generics.split_for_impl();
        let span = here(function.span());
        let there = rt_at(span);
        let body = quote_spanned!(span=> -> #there::bool { (#function)(__value) });
        Some(quote! {
            #[automatically_derived]
            impl #generics #rt::Needed<#tag, #this> for #ident #arguments #bounds {
                #[cfg_attr(not(debug_assertions), inline(always))]
                fn needed(__value: &#this) #body
            }
        })
    });
    quote!(#(#conditions)*)
}

/// An impl for each hook, in which alone its expression stands.
pub(super) fn impls(names: &Names<'_>, bounds: &TokenStream) -> TokenStream {
    let hooks = hooks(names).into_iter().map(|hook| {
        let Hook {
            key, function, of, ..
        } = &hook;
        let (this, ident) = (&names.this, &names.input.ident);
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
        let there = rt_at(function.span());
        let outcome = quote_spanned!(function.span()=> impl #there::Outcome);
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
    let upgrading = names
        .input
        .attrs
        .upgrade
        .as_ref()
        .map(|_| quote!(.upgrading()));
    let attrs = &names.input.attrs;
    let versioned = (attrs.device.is_some() && attrs.version > 1).then(|| quote!(.versioned()));
    let (needed, blocked) = (attrs.needed.is_some(), attrs.blocked.is_some());
    let asked = (needed || blocked).then(|| quote!(.asked(#needed, #blocked)));
    let taking = (!attrs.takes_over.is_empty()).then(|| quote!(.taking_over()));
    quote!(#(#hooked)* #upgrading #taking #told #asked #versioned)
}

/// The function that runs when all devices are loaded.
pub(super) fn loaded(names: &Names<'_>) -> Option<TokenStream> {
    let function = names.input.attrs.loaded.as_ref()?;
    let (rt, this) = (rt_at(function.span()), &names.this);
    let call = quote_spanned!(here(function.span())=> #rt::returns_nothing((#function)(__value)););
    Some(quote! {
        #[inline]
        fn loaded(__value: &mut #this) {
            #call
        }
    })
}

/// Whether anything runs on a whole value after it was loaded.
pub(super) fn has_hooks(names: &Names<'_>) -> bool {
    let attrs = &names.input.attrs;
    !hooks(names).is_empty() || attrs.loaded.is_some() || !attrs.takes_over.is_empty()
}
