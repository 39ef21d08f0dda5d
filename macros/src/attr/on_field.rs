//! Attributes on a field.

use syn::parse::ParseStream;
use syn::{Expr, Type};

use super::allowed::{self, Allowed};
use super::entry::Entry;
use super::key::keys;
use super::list::at_end_of_entry;
use super::name::{self, name};
use super::range::{self, Ranges};
use super::subsection::{self, Subsection};
use super::value::{self, Parsed, Stated};
use crate::spanned::Spanned;

keys! {
    FieldAttrs at Field {
        rename: Option<Spanned<String>> = "rename", name::<{ name::OTHER }>, "rename = \"flags\"";
        aliases: Vec<Spanned<String>> = "alias", name::<{ name::OTHER }>, "alias = \"old_name\"";
        default: Option<DefaultValue> = "default", default, "default = 7";
        skip: Option<Skip> = "skip", skip, "skip = IrqLine::detached()";
        flatten: bool = "flatten", value::flag, "flatten";
        subsection: Option<Subsection> = "subsection", subsection::read, "subsection(tag = 1)";
        varint: bool = "varint", value::flag, "varint";
        max_len: Option<Expr> = "max_len", value::expression, "max_len = 16";
        range: Option<Ranges> = "range", range::read, "range = 0..=16";
        fill: Option<Stated> = "fill", value::stated, "fill = 0";
        must_match: bool = "must_match", value::flag, "must_match";
        allowed: Option<Allowed> = "allowed", allowed::read, "allowed(at_most = self.offered)";
        with: Option<Type> = "with", value::ty, "with = UartState";
        ignorable: bool = "ignorable", value::flag, "ignorable";
        sensitive: bool = "sensitive", value::flag, "sensitive";
        unit: Option<String> = "unit", value::text, "unit = \"ns\"";
    }
}

pub(crate) enum DefaultValue {
    /// `default`: the value of `Default`; on a type, that of each field.
    Trait,
    Stated(Stated),
}

pub(crate) enum Skip {
    /// `skip`: loading keeps the live value, and there is no `decode`.
    Keep,
    /// `skip = expr`: what `decode` uses.
    Expr(Expr),
}

pub(super) fn default(entry: &Entry, input: ParseStream) -> Parsed<DefaultValue> {
    if at_end_of_entry(input) {
        return Ok(Some(DefaultValue::Trait));
    }
    Ok(value::stated(entry, input)?.map(DefaultValue::Stated))
}

fn skip(entry: &Entry, input: ParseStream) -> Parsed<Skip> {
    if at_end_of_entry(input) {
        return Ok(Some(Skip::Keep));
    }
    Ok(value::expression(entry, input)?.map(Skip::Expr))
}
