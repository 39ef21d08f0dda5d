//! The names of the bits of a field that is described by `Bits`.
//!
//! A schema is a constant, and what `bitflags!` makes gives its bits to `const` code through a
//! method of its own alone, not through its trait. So the type is named, as it is spelled in
//! the field, and its flags are listed there.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned as _;
use syn::visit::{self, Visit};
use syn::{GenericArgument, Path, PathArguments, Type};

use super::layout::Placed;
use super::names::Names;
use super::span::rt_at;
use crate::attr::Subsection;

/// The constant that lists them.
pub(super) fn of(names: &Names<'_>, placed: &Placed<'_>) -> Option<TokenStream> {
    let with = placed.field.attrs.with.as_ref()?;
    let (adapter, ty) = described(with, content(placed)?)?;
    if depends(names, ty) {
        return None;
    }
    let span = with.span();
    let rt = rt_at(span);
    // Not of the author's spelling, as one of the traits goes unused, and a cast may be of a
    // number to its own type.
    let (others, bits, number) = {
        let (rt, bits) = (&names.rt, quote!(__bits));
        let others = quote!(use #rt::{LacksConstFnBits as _, NoFlags as _};);
        let number = quote!(#bits as #rt::u128);
        (others, bits, number)
    };
    let flags = quote_spanned!(span=> #rt::FlagsOf::<#adapter, #ty>);
    Some(quote_spanned! {span=> const {
        #others
        &#rt::named::<{ #flags::NAMED }>(&{
            let mut __names = [("", 0); #flags::ALL.len()];
            let mut __index = 0;
            while __index < __names.len() {
                let __flag = &#flags::ALL[__index];
                let #bits = __flag.value().bits();
                let __bytes = #rt::size_of_val(&#bits);
                __names[__index] = (__flag.name(), #rt::unsigned(#number, __bytes));
                __index += 1;
            }
            __names
        })
    }})
}

/// What is encoded: in a subsection that stands on an `Option`, what that is spelled to hold.
fn content<'p>(placed: &Placed<'p>) -> Option<&'p Type> {
    let ty = &placed.field.ty;
    match &placed.field.attrs.subsection {
        Some(Subsection::Own { needed: None, .. }) => match arguments(last(ty)?)[..] {
            [content] => Some(content),
            _ => None,
        },
        _ => Some(ty),
    }
}

/// `Bits` and the type that it describes, where both are spelled alike around them: `Vec<Bits>`
/// and `Vec<Flags>`. Of maps, it is that of the values.
fn described<'t>(with: &'t Type, ty: &'t Type) -> Option<(&'t Type, &'t Type)> {
    match (ungrouped(with), ungrouped(ty)) {
        (Type::Path(path), ty) if is_bits(&path.path) => Some((with, ty)),
        (Type::Array(with), Type::Array(ty)) => described(&with.elem, &ty.elem),
        (with, ty) => {
            let (with, ty) = (arguments(last(with)?), arguments(last(ty)?));
            match (&with[..], &ty[..]) {
                ([with], [ty, ..]) => described(with, ty),
                ([key, value, ..], [_, ty, ..]) if described(key, key).is_none() => {
                    described(value, ty)
                }
                _ => None,
            }
        }
    }
}

fn ungrouped(ty: &Type) -> &Type {
    match ty {
        Type::Group(group) => ungrouped(&group.elem),
        Type::Paren(paren) => ungrouped(&paren.elem),
        ty => ty,
    }
}

/// Whether a path can be that of the adapter, by whatever way it leads there. Another adapter of
/// the name has no flags, which the runtime knows from its type.
fn is_bits(path: &Path) -> bool {
    path.segments
        .last()
        .is_some_and(|last| last.ident == "Bits")
}

fn last(ty: &Type) -> Option<&syn::PathSegment> {
    match ungrouped(ty) {
        Type::Path(path) => path.path.segments.last(),
        _ => None,
    }
}

/// The types between the angle brackets of a part of a path.
fn arguments(segment: &syn::PathSegment) -> Vec<&Type> {
    let PathArguments::AngleBracketed(arguments) = &segment.arguments else {
        return Vec::new();
    };
    let types = arguments.args.iter().filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    });
    types.collect()
}

/// Whether a type is another one for each of the types that are derived: a constant by itself
/// cannot name it.
fn depends(names: &Names<'_>, ty: &Type) -> bool {
    struct Finder<'a> {
        names: &'a Names<'a>,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_path(&mut self, path: &'ast Path) {
            let generics = &self.names.input.generics;
            let types = generics.type_params().map(|parameter| &parameter.ident);
            let consts = generics.const_params().map(|parameter| &parameter.ident);
            let of_type = |first: &syn::PathSegment| {
                first.ident == "Self" || types.chain(consts).any(|ident| first.ident == *ident)
            };
            self.found |= path.segments.first().is_some_and(of_type);
            visit::visit_path(self, path);
        }

        fn visit_lifetime(&mut self, lifetime: &'ast syn::Lifetime) {
            self.found |= lifetime.ident != "static";
        }

        fn visit_macro(&mut self, _: &'ast syn::Macro) {
            // What a macro mentions cannot be seen.
            self.found = true;
        }
    }
    let mut finder = Finder {
        names,
        found: false,
    };
    finder.visit_type(ty);
    finder.found
}
