//! The where-clauses of generated impls.
//!
//! A field's type is bounded only if it mentions a type parameter, and then as
//! a whole: `PhantomData<T>` says nothing about `T`, and `Vec<T>` all there is
//! to say.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit::{self, Visit};

use super::Names;
use super::layout::{Layout, Placed};
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
    quote!(where #(#own,)* #(#inferred)*)
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
    let equal = attrs.must_match.then(|| quote!(#ty: #rt::PartialEq,));
    quote!(#describer: #rt::#codec<#ty>, #default #equal)
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
