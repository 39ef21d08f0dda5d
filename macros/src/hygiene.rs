//! Generated code means the same whatever the user's items are called.

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{ExprMethodCall, PatIdent, TypeParam};

use crate::expansions::{expansion, inputs};

/// Methods that are called by name: they take `self`, or `&self` and are called with a
/// reference, so that no method of a trait comes before them.
const BY_VALUE: &[&str] = &[
    "asked",
    "below_sensitive",
    "bits",
    "compares",
    "comparing",
    "converted",
    "converting",
    "derived",
    "doc_escaped",
    "get",
    "hooked",
    "in_rust",
    "is_contextual",
    "keeping",
    "keeps",
    "len",
    "limited",
    "located",
    "map_err",
    "name",
    "needed_escaped",
    "refusing",
    "reserving",
    "set_ignorable",
    "set_keeps_tag",
    "set_must_match",
    "set_other",
    "set_retired",
    "set_sensitive",
    "taking_over",
    "told",
    "unit_escaped",
    "upgrading",
    "value",
    "versioned",
    "with_aliases",
    "with_configuration",
    "with_default",
    "with_encode_default",
    "with_encode_fill",
    "with_fill",
    "with_flags",
    "with_max_len",
    "with_range",
];

/// What a user's code could be mistaken for, or take the place of.
#[derive(Default)]
struct Finder(Vec<String>);

impl Finder {
    /// What is bound would be a pattern of a constant or a unit struct of its name,
    /// and come before it in the user's expressions.
    fn bound(&mut self, ident: &Ident) {
        let name = ident.to_string();
        if !name.starts_with("__") {
            self.0.push(format!("binds `{name}`"));
        }
    }
}

impl<'ast> Visit<'ast> for Finder {
    fn visit_pat_ident(&mut self, pattern: &'ast PatIdent) {
        self.bound(&pattern.ident);
        visit::visit_pat_ident(self, pattern);
    }

    fn visit_type_param(&mut self, parameter: &'ast TypeParam) {
        // Those of the types have one letter.
        if parameter.ident.to_string().len() > 1 {
            self.bound(&parameter.ident);
        }
        visit::visit_type_param(self, parameter);
    }

    fn visit_expr_method_call(&mut self, call: &'ast ExprMethodCall) {
        let method = call.method.to_string();
        if !BY_VALUE.contains(&method.as_str()) {
            self.0.push(format!("calls `.{method}()`"));
        }
        visit::visit_expr_method_call(self, call);
    }
}

#[test]
fn nothing_depends_on_what_is_in_scope() {
    for input in inputs() {
        let code = expansion(&input);
        let mut finder = Finder::default();
        finder.visit_file(&syn::parse_file(&code).expect("items"));
        let found = finder.0;
        assert!(found.is_empty(), "{}: {found:#?}", input.display());
    }
}
