//! Doc comments.

use syn::{Attribute, Expr, Lit, Meta};

use crate::attr::literal;

/// The doc comment among `attrs`: the lines as a person would read them, without the indentation
/// that all share and without blank lines around.
pub(crate) fn read(attrs: &[Attribute]) -> Option<String> {
    let texts: Vec<String> = attrs.iter().filter_map(text).collect();
    let lines: Vec<&str> = texts.iter().flat_map(|text| text.lines()).collect();
    let indent = lines
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.len() - line.trim_start_matches(' ').len())
        .min()?;
    let lines: Vec<&str> = lines
        .iter()
        .map(|line| line.get(indent..).unwrap_or_default().trim_end())
        .collect();
    Some(lines.join("\n").trim_matches('\n').to_owned())
}

fn text(attr: &Attribute) -> Option<String> {
    match &attr.meta {
        Meta::NameValue(doc) if doc.path.is_ident("doc") => {
            string(&doc.value).map(|text| without_stars(&text))
        }
        _ => None,
    }
}

/// A doc attribute may also hold a macro like `include_str!`, which cannot be read here.
fn string(value: &Expr) -> Option<String> {
    match literal(value) {
        Some(Lit::Str(string)) => Some(string.value()),
        _ => None,
    }
}

/// Removes the ` * ` that lines of a block comment may begin with.
fn without_stars(text: &str) -> String {
    let starred = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('*');
    if text.lines().count() < 2 || !text.lines().skip(1).all(starred) {
        return text.to_owned();
    }
    let lines = text
        .lines()
        .map(|line| match line.trim_start().strip_prefix('*') {
            Some(rest) => rest,
            None => line,
        });
    lines.collect::<Vec<_>>().join("\n")
}
