//! The where-clauses of generated impls.
//!
//! A field's type is bounded only if it mentions a type parameter, and then as
//! a whole: `PhantomData<T>` says nothing about `T`, and `Vec<T>` all there is
//! to say.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit::{self, Visit};

use super::Names;
use super::layout::Layout;

pub(super) fn where_clause(
    names: &Names<'_>,
    layout: Option<&Layout<'_>>,
    codec: &TokenStream,
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
    let fields = layout.iter().flat_map(|layout| &layout.fields);
    let inferred = fields
        .filter(|placed| placed.is_encoded())
        .filter_map(|placed| {
            if !mentions_parameter(names, &placed.field.ty) {
                return None;
            }
            let (adapter, ty) = (&placed.describer, &placed.ty);
            Some(quote!(#adapter: #codec<#ty>))
        });
    quote!(where #(#own,)* #(#inferred,)*)
}

fn mentions_parameter(names: &Names<'_>, ty: &syn::Type) -> bool {
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
