//! All paths that stand in a module: in `use` lines, in code, and in the tokens of
//! macros.

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, ItemUse, Macro, UseTree, Visibility};

pub(super) type Path = Vec<String>;

/// The paths in some items.
pub(super) fn of(items: &[Item]) -> Vec<Path> {
    let mut found = Paths::default();
    for item in items {
        found.visit_item(item);
    }
    found.0
}

#[derive(Default)]
struct Paths(Vec<Path>);

impl Visit<'_> for Paths {
    fn visit_path(&mut self, path: &syn::Path) {
        let parts = path.segments.iter();
        self.add(parts.map(|part| part.ident.to_string()).collect());
        visit::visit_path(self, path);
    }

    /// `pub(super)` uses nothing.
    fn visit_visibility(&mut self, _: &Visibility) {}

    fn visit_item_use(&mut self, import: &ItemUse) {
        self.import(&import.tree, Vec::new());
    }

    fn visit_macro(&mut self, call: &Macro) {
        self.visit_path(&call.path);
        self.tokens(call.tokens.clone());
    }
}

impl Paths {
    fn add(&mut self, path: Path) {
        let leads_somewhere = |part: &String| !matches!(&part[..], "crate" | "self" | "super");
        if path.iter().any(leads_somewhere) {
            self.0.push(path);
        }
    }

    fn import(&mut self, tree: &UseTree, mut path: Path) {
        match tree {
            UseTree::Path(part) => {
                path.push(part.ident.to_string());
                self.import(&part.tree, path);
            }
            UseTree::Name(name) => {
                path.push(name.ident.to_string());
                self.add(path);
            }
            UseTree::Rename(rename) => {
                path.push(rename.ident.to_string());
                self.add(path);
            }
            UseTree::Glob(_) => self.add(path),
            UseTree::Group(group) => {
                for tree in &group.items {
                    self.import(tree, path.clone());
                }
            }
        }
    }

    /// What looks like a path: names with `::` between.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path = Path::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(name) if colons == 2 || path.is_empty() => {
                    path.push(name.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' && !path.is_empty() => {
                    colons += 1
                }
                other => {
                    self.add(std::mem::take(&mut path));
                    colons = 0;
                    match other {
                        TokenTree::Ident(name) => path.push(name.to_string()),
                        TokenTree::Group(group) => self.tokens(group.stream()),
                        _ => {}
                    }
                }
            }
        }
        self.add(path);
    }
}
