//! Text and literals in the form that JSON gives them.

use std::fmt::Write;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{Expr, Lit};

use crate::attr::literal;

/// What stands between the quotes of a JSON string, as `serde_json` writes it.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            '\u{8}' => escaped.push_str("\\b"),
            '\u{c}' => escaped.push_str("\\f"),
            c if c < ' ' => {
                let _ = write!(escaped, "\\u{:04x}", u32::from(c));
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// A literal as JSON; anything else is known only when it runs.
pub(super) fn value(expr: &Expr) -> Option<String> {
    if let Expr::Unary(unary) = expr {
        let negative = matches!(unary.op, syn::UnOp::Neg(_));
        let number = value(&unary.expr)?;
        let is_number = number.starts_with(|c: char| c.is_ascii_digit());
        let fits = number
            .parse::<u64>()
            .is_ok_and(|number| (1..=1 << 63).contains(&number));
        return (negative && is_number && fits).then(|| format!("-{number}"));
    }
    match literal(expr)? {
        Lit::Int(int) => int
            .base10_parse::<u64>()
            .ok()
            .map(|value| value.to_string()),
        Lit::Bool(bool) => Some(bool.value.to_string()),
        Lit::Str(text) => Some(format!("\"{}\"", escape(&text.value()))),
        Lit::Char(char) => Some(format!("\"{}\"", escape(&char.value().to_string()))),
        Lit::Byte(byte) => Some(byte.value().to_string()),
        _ => None,
    }
}

/// The source text of a condition, as people would write it.
pub(super) fn source(expr: &Expr) -> String {
    escape(&expr.to_token_stream().to_string().replace(" :: ", "::"))
}

/// `.doc_escaped("…")`, if there is a description.
pub(super) fn doc(doc: Option<&str>) -> TokenStream {
    doc.map_or_else(TokenStream::new, |doc| {
        let doc = escape(doc);
        quote!(.doc_escaped(#doc))
    })
}
