//! The where-clauses of generated impls.
//!
//! A field's type is bounded only if it mentions a type parameter, and then as
//! a whole: `PhantomData<T>` says nothing about `T`, and `Vec<T>` all there is
//! to say.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::visit::{self, Visit};

use super::layout::{Layout, Placed};
use super::names::Names;
use crate::ast::Body;
use crate::attr::DefaultValue;

/// The clause of the impl of a trait: `Migratable`, or `Decode` if `decodes`.
pub(super) fn where_clause(
    names: &Names<'_>,
    layout: Option<&Layout<'_>>,
    decodes: bool,
) -> TokenStream {
    let own = names
        .input
        .generics
        .where_clause
        .iter()
        .flat_map(|clause| &clause.predicates);
    if let Some(bound) = &names.input.attrs.bound {
        return quote!(where #(#own,)* #(#bound,)*);
    }
    // An enum is loaded by decoding it.
    let decodes = decodes || matches!(names.input.body, Body::Enum(_));
    let fields = layout.iter().flat_map(|layout| &layout.fields);
    let inferred = fields
        .filter(|placed| placed.is_encoded() && mentions_parameter(names, &placed.field.ty))
        .map(|placed| of_field(names, placed, decodes));
    // Whether a part can be made from a stream alone is known where the device
    // is decoded, and no concern of a program that only loads it in place, unless
    // loading it may make it.
    let parts = fields_of_struct(names, layout).filter(|placed| {
        let ty = &placed.field.ty;
        placed.is_encoded()
            && !placed.is_decoded_by_load()
            && !mentions_parameter(names, ty)
            && may_lack_decode(placed)
    });
    // Numbered, as the same bound twice, of types that are spelled differently,
    // would be ambiguous.
    let deferred = parts
        .filter(|_| decodes)
        .enumerate()
        .map(|(index, placed)| {
            let (rt, describer, ty) = (&names.rt, &placed.describer, &placed.ty);
            quote!(for<'__decode> #describer: #rt::DecodeWhere<'__decode, #index, #ty>,)
        });
    let older = older(names, decodes);
    quote!(where #(#own,)* #(#inferred)* #(#deferred)* #older)
}

/// What older values are converted by, and what is applied of them: their types are decoded.
/// A new value is made to convert them into.
fn older(names: &Names<'_>, decodes: bool) -> TokenStream {
    let (rt, this, attrs) = (&names.rt, &names.this, &names.input.attrs);
    let older = attrs.older.iter().map(|older| &older.ty);
    let retired = attrs.retired.iter().map(|retired| &retired.ty);
    let types = older.chain(retired);
    let types = types.filter(|ty| mentions_parameter(names, ty));
    let taken = taken(names, &format_ident!("Decode"));
    let blank = (decodes && !attrs.older.is_empty())
        .then(|| quote!(for<'__decode> #this: #rt::Blank<'__decode>,));
    quote!(#(#types: #rt::Decode,)* #taken #blank)
}

/// A bound on each state that is taken over.
pub(super) fn taken(names: &Names<'_>, codec: &Ident) -> TokenStream {
    let (rt, taken) = (&names.rt, &names.input.attrs.takes_over);
    let types = taken.iter().map(|taken| &taken.ty);
    let types = types.filter(|ty| mentions_parameter(names, ty));
    quote!(#(#types: #rt::#codec,)*)
}

fn fields_of_struct<'l, 'a>(
    names: &Names<'_>,
    layout: Option<&'l Layout<'a>>,
) -> impl Iterator<Item = &'l Placed<'a>> {
    let layout = layout.filter(|_| matches!(names.input.body, Body::Struct(_)));
    layout.into_iter().flat_map(|layout| &layout.fields)
}

/// Whether the field's type, by its spelling, may be one that can only be loaded
/// in place. Bounds take time to compile: what is certain needs none.
fn may_lack_decode(placed: &Placed<'_>) -> bool {
    const CERTAIN: &[&str] = &[
        "bool", "char", "f32", "f64", "i128", "i16", "i32", "i64", "i8", "isize", "u128", "u16",
        "u32", "u64", "u8", "usize", "String", "Duration", "Wrapping",
    ];
    struct Finder(bool);
    impl<'ast> Visit<'ast> for Finder {
        fn visit_type_path(&mut self, ty: &'ast syn::TypePath) {
            let is_certain = |name: &&str| ty.path.is_ident(name);
            self.0 |= !CERTAIN.iter().any(is_certain);
        }

        fn visit_type_macro(&mut self, _: &'ast syn::TypeMacro) {
            self.0 = true;
        }
    }
    let mut finder = Finder(placed.field.attrs.with.is_some());
    finder.visit_type(&placed.field.ty);
    finder.0
}

fn of_field(names: &Names<'_>, placed: &Placed<'_>, decodes: bool) -> TokenStream {
    let rt = &names.rt;
    let (describer, ty, attrs) = (&placed.describer, &placed.ty, &placed.field.attrs);
    let codec = if decodes || placed.is_decoded_by_load() {
        quote!(Decode)
    } else {
        quote!(Migratable)
    };
    let default = matches!(attrs.default, Some(DefaultValue::Trait)).then(|| {
        let ty = &placed.field.ty;
        quote!(#ty: #rt::Default,)
    });
    quote!(#describer: #rt::#codec<#ty>, #default)
}

pub(super) fn mentions_parameter(names: &Names<'_>, ty: &syn::Type) -> bool {
    struct Finder<'a> {
        names: &'a Names<'a>,
        found: bool,
    }
    impl<'ast> Visit<'ast> for Finder<'_> {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            if let Some(first) = path.segments.first() {
                let mut parameters = self.names.input.generics.type_params();
                self.found |= parameters.any(|parameter| parameter.ident == first.ident);
            }
            visit::visit_path(self, path);
        }

        fn visit_type_macro(&mut self, _: &'ast syn::TypeMacro) {
            // What a macro mentions cannot be seen.
            self.found |= self.names.input.generics.type_params().next().is_some();
        }
    }
    let mut finder = Finder {
        names,
        found: false,
    };
    finder.visit_type(ty);
    finder.found
}
