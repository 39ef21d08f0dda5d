//! Which keys can stand together, found by trying every pair.

use proc_macro2::{TokenStream, TokenTree};
use snapbox::{assert_data_eq, file};
use syn::DeriveInput;

use crate::ast::Input;
use crate::attr::{FieldAttrs, Keys, LEVELS, TypeKeys, VariantAttrs};
use crate::keys::Level;
use crate::{check, ctxt};

/// `SNAPSHOTS=overwrite` renews the table.
#[test]
fn pairs_exclude_each_other_as_decided() {
    let tables = [
        table::<TypeKeys>("On a struct", |keys| {
            format!("#[migratable({keys})] struct Uart<T> {{ value: T }}")
        }),
        table::<TypeKeys>("On an enum", |keys| {
            format!("#[migratable({keys})] enum Mode<T> {{ On(T) }}")
        }),
        table::<FieldAttrs>("On a field", |keys| {
            format!("struct Uart {{ #[migratable({keys})] value: Value }}")
        }),
        table::<FieldAttrs>("On a field of a variant", |keys| {
            format!("enum Mode {{ On(#[migratable({keys})] Value) }}")
        }),
        table::<FieldAttrs>("On the field of a transparent type", |keys| {
            format!("#[migratable(transparent)] struct Level(#[migratable({keys})] Value);")
        }),
        table::<VariantAttrs>("On a variant", |keys| {
            format!("enum Mode {{ Off, #[migratable({keys})] On }}")
        }),
        table::<VariantAttrs>("On a variant with a field", |keys| {
            format!("enum Mode {{ Off, #[migratable({keys})] On(u32) }}")
        }),
    ];
    assert_data_eq!(tables.join("\n"), file!["pair_table.txt"]);
}

/// The other way to write a field's subsection, for which other rules hold.
const NEEDED: &str = "subsection(tag = 1, needed = Self::has_clock)";

/// Of each key, the error when it stands alone, or the keys that it cannot stand beside.
fn table<K: Keys>(title: &str, source: impl Fn(&str) -> String) -> String {
    let mut usages: Vec<&str> = K::KEYS.iter().map(|key| key.usage).collect();
    if K::LEVEL == Level::Field {
        usages.push(NEEDED);
    }
    let mut lines = vec![title.to_owned()];
    for usage in &usages {
        lines.push(format!("    {usage}"));
        for error in errors(&source(usage)) {
            lines.push(format!("        alone: {error}"));
        }
        for other in usages.iter().filter(|other| key(other) != key(usage)) {
            let apart = [errors(&source(usage)), errors(&source(other))].concat();
            let mut beside = errors(&source(&format!("{usage}, {other}")));
            beside.retain(|error| !apart.contains(error));
            if !beside.is_empty() {
                lines.push(format!("        not with {other}"));
            }
        }
    }
    lines.join("\n") + "\n"
}

fn key(usage: &str) -> &str {
    usage.split([' ', '(']).next().unwrap_or(usage)
}

/// The first line of each error that the derive reports on `source`.
pub(super) fn errors(source: &str) -> Vec<String> {
    errors_of(&syn::parse_str(source).expect("an item"))
}

pub(super) fn errors_of(node: &DeriveInput) -> Vec<String> {
    let checked = ctxt::collect(LEVELS, |cx| {
        let input = Input::read(cx, node)?;
        check::check(cx, node, &input);
        Some(())
    });
    let mut errors = Vec::new();
    if let Err(tokens) = checked {
        collect_literals(tokens, &mut errors);
    }
    errors
}

fn collect_literals(tokens: TokenStream, literals: &mut Vec<String>) {
    for token in tokens {
        match token {
            TokenTree::Group(group) => collect_literals(group.stream(), literals),
            TokenTree::Literal(literal) => {
                let text: syn::LitStr = syn::parse_str(&literal.to_string()).expect("a message");
                literals.extend(text.value().lines().next().map(str::to_owned));
            }
            _ => {}
        }
    }
}
