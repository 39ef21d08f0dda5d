//! A new kind of type does not compile until every place has decided what it is there:
//! no match on kinds has a catch-all. What a place wants to know of some kinds alone, it
//! asks in `schema/ty.rs`.

use std::path::Path;

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Arm, Expr, ExprLet, ExprMatch, Local, Macro, Pat};

use super::source::Source;

const KINDS: [&str; 14] = [
    "Unit", "Bool", "Char", "String", "Integer", "Float", "Option", "Array", "List", "Set", "Map",
    "Tuple", "Struct", "Enum",
];

/// Where all is decided.
const DECIDES: &str = "schema/ty.rs";

/// Where a new kind would not be missed by the compiler.
fn missing(src: &Path) -> Vec<String> {
    let source = Source::read(src);
    let mut all = Vec::new();
    for module in &source.modules {
        if module.file.ends_with(DECIDES) {
            continue;
        }
        let mut finder = Finder(Vec::new());
        module.items.iter().for_each(|item| finder.visit_item(item));
        let file = module.file.display();
        all.extend(finder.0.iter().map(|what| format!("{file}: {what}")));
    }
    all
}

struct Finder(Vec<String>);

impl<'ast> Visit<'ast> for Finder {
    fn visit_expr_match(&mut self, found: &'ast ExprMatch) {
        if let Some(arm) = catch_all(&found.arms) {
            self.0.push(format!("`{}` catches kinds", said(&arm.pat)));
        }
        visit::visit_expr_match(self, found);
    }

    fn visit_expr_let(&mut self, found: &'ast ExprLet) {
        self.no_kind(&found.pat);
        visit::visit_expr_let(self, found);
    }

    fn visit_local(&mut self, found: &'ast Local) {
        self.no_kind(&found.pat);
        visit::visit_local(self, found);
    }

    fn visit_macro(&mut self, found: &'ast Macro) {
        let name = found
            .path
            .segments
            .last()
            .map(|last| last.ident.to_string());
        let is_test = name.as_deref() == Some("matches");
        if in_macro(found.tokens.clone(), is_test) {
            self.0.push(format!("in `{}!`", name.unwrap_or_default()));
        }
    }
}

impl Finder {
    /// What takes one kind apart says nothing of the others.
    fn no_kind(&mut self, pat: &Pat) {
        if has_kind(pat) {
            self.0.push(format!("`let {}` takes one kind", said(pat)));
        }
    }
}

/// The arm that takes whatever kind the others do not.
fn catch_all(arms: &[Arm]) -> Option<&Arm> {
    let places = arms
        .iter()
        .flat_map(|arm| alternatives(&arm.pat))
        .flat_map(places);
    let mut places: Vec<usize> = places.collect();
    places.sort_unstable();
    places.dedup();
    arms.iter().find(|arm| {
        alternatives(&arm.pat)
            .iter()
            .any(|pat| places.iter().any(|place| takes_all(pat, *place)))
    })
}

fn alternatives(pat: &Pat) -> Vec<&Pat> {
    match pat {
        Pat::Or(or) => or.cases.iter().flat_map(alternatives).collect(),
        Pat::Paren(inner) => alternatives(&inner.pat),
        Pat::Reference(inner) => alternatives(&inner.pat),
        pat => vec![pat],
    }
}

/// At which elements of a tuple a pattern names kinds; at 0 without a tuple.
fn places(pat: &Pat) -> Vec<usize> {
    let parts = match pat {
        Pat::Tuple(tuple) => tuple.elems.iter().collect(),
        pat => vec![pat],
    };
    let parts = parts.into_iter().enumerate();
    parts
        .filter(|(_, part)| has_kind(part))
        .map(|(at, _)| at)
        .collect()
}

fn takes_all(pat: &Pat, place: usize) -> bool {
    let part = match pat {
        Pat::Tuple(tuple) => tuple.elems.iter().nth(place),
        pat => Some(pat),
    };
    let all = part.map(alternatives).unwrap_or_default();
    all.iter().any(|pat| match pat {
        Pat::Wild(_) => true,
        Pat::Ident(name) => name.subpat.is_none(),
        _ => false,
    })
}

/// Whether a pattern names a kind, at its top.
fn has_kind(pat: &Pat) -> bool {
    struct Kinds(bool);
    impl<'ast> Visit<'ast> for Kinds {
        fn visit_path(&mut self, path: &'ast syn::Path) {
            let names = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string());
            self.0 |= is_kind(&names.collect::<Vec<_>>());
        }
        fn visit_expr(&mut self, _: &'ast Expr) {}
    }
    let mut kinds = Kinds(false);
    kinds.visit_pat(pat);
    kinds.0
}

fn is_kind(names: &[String]) -> bool {
    match names {
        [.., ty, kind] => ty == "Type" && KINDS.contains(&kind.as_str()),
        _ => false,
    }
}

/// Whether arms among the tokens of a macro name kinds and catch others, or a `matches!`
/// names one.
fn in_macro(tokens: TokenStream, is_test: bool) -> bool {
    let tokens: Vec<_> = tokens.into_iter().collect();
    let words: Vec<_> = tokens.iter().map(word).collect();
    let names_kind = words.windows(4).any(|words| match words {
        [ty, colon, again, kind] => {
            colon == ":" && again == ":" && is_kind(&[ty.clone(), kind.clone()])
        }
        _ => false,
    });
    let catches = words.windows(3).any(|words| words == ["_", "=", ">"]);
    let inner = tokens.iter().enumerate().any(|(at, token)| match token {
        TokenTree::Group(group) => {
            let is_test = is_test || words[..at].ends_with(&["matches".into(), "!".into()]);
            in_macro(group.stream(), is_test)
        }
        _ => false,
    });
    names_kind && (catches || is_test) || inner
}

fn word(token: &TokenTree) -> String {
    match token {
        TokenTree::Group(_) => String::new(),
        token => token.to_string(),
    }
}

fn said(pat: &Pat) -> String {
    quote::ToTokens::to_token_stream(pat).to_string()
}

#[test]
fn are_all_decided() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let found: Vec<_> = ["runtime/src", "schema-tool/src"]
        .into_iter()
        .flat_map(|src| {
            missing(&root.join(src))
                .into_iter()
                .map(move |what| format!("{src}/{what}"))
        })
        .collect();
    assert!(found.is_empty(), "{}: {:#?}", found.len(), found);
}

#[test]
fn are_found_where_they_are_not_decided() {
    let missed = [
        "fn f(ty: &Type) -> u8 { match ty { Type::Unit => 0, _ => 1 } }",
        "fn f(ty: &Type) -> u8 { match ty { Type::Unit => 0, ty if ty.x() => 1, other => 2 } }",
        "fn f(a: &Type, b: &V) -> u8 { match (a, b) { (Type::Unit, _) => 0, (_, V::A) => 1 } }",
        "fn f(a: &Type, b: &V) -> u8 { match (b, a) { (V::A, Type::Unit) => 0, _ => 1 } }",
        "fn f(ty: &Type) -> u8 { match ty { schema::Type::List(x) | _ => 1 } }",
        "fn f(ty: &Type) { if let Type::List(x) = ty { g(x) } }",
        "fn f(ty: &Type) { while let &Type::List(ref x) = ty { g(x) } }",
        "fn f(ty: &Type) { let Type::List(x) = ty else { return }; }",
        "fn f(ty: &Type) -> bool { matches!(ty, Type::Unit | Type::Bool) }",
        "fn f(ty: &Type) { assert!(!matches!(ty, Type::Unit)) }",
        "macro_rules! m { ($ty:expr) => { match $ty { Type::Unit => 0, _ => 1 } } }",
        "mod inner { impl S { fn f(ty: &Type) -> u8 { match ty { Type::Unit => 0, _ => 1 } } } }",
    ];
    let decided = [
        "fn f(ty: &Type) -> u8 { match ty { Type::Unit => 0, Type::Bool | Type::Char => 1 } }",
        "fn f(v: &V, ty: &Type) -> u8 { match v { V::A => g(Type::Unit), _ => 1 } }",
        "fn f(v: &V) -> u8 { match v { V::Unit => 0, _ => 1 } }",
        "fn f(ty: &Type) -> Type { let unit = Type::Unit; unit }",
        "fn f(ty: &Type) -> u8 { match ty { Type::Unit => match g() { Some(_) => 0, _ => 1 } } }",
        "macro_rules! m { () => { match ty { Type::Unit => match g() { V::A => 0, _ => 1 } } } }",
        "#[cfg(test)] mod tests { fn f(ty: &Type) -> bool { matches!(ty, Type::Unit) } }",
    ];
    let found = |text: &str| {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("lib.rs"), text).unwrap();
        !missing(folder.path()).is_empty()
    };
    for text in missed {
        assert!(found(text), "{text}");
    }
    for text in decided {
        assert!(!found(text), "{text}");
    }
}
