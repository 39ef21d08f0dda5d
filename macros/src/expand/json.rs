//! Text in the form that JSON gives it.

use std::fmt::Write;

use quote::ToTokens;
use syn::Expr;

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

/// The source text of a condition, as people would write it.
pub(super) fn source(expr: &Expr) -> String {
    escape(&expr.to_token_stream().to_string().replace(" :: ", "::"))
}
