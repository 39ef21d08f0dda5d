//! Readers for the values of keys.
//!
//! Each returns `None` when it has reported what is wrong, and an error when it could not find the
//! end of the value.

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::parse::{Parse, ParseBuffer, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Expr, ExprCall, ExprLit, Lit, LitStr, Path, Token, Type, WherePredicate, parenthesized, token,
};

use super::entry::Entry;
use super::list::at_end_of_entry;
use super::literal::Literal;
use crate::messages;
use crate::spanned::Spanned;

pub(super) type Parsed<T> = syn::Result<Option<T>>;

/// `key`
pub(super) fn flag(entry: &Entry, input: ParseStream) -> Parsed<()> {
    if at_end_of_entry(input) {
        return Ok(Some(()));
    }
    Err(messages::flag_with_value(entry.key).at(entry.ident))
}

/// `key = "text"`: for people only, so any characters but controls.
pub(super) fn text(entry: &Entry, input: ParseStream) -> Parsed<String> {
    let Some(literal) = string(entry, input)? else {
        return Ok(None);
    };
    let text = literal.value();
    if text.trim().is_empty() || text.contains(char::is_control) {
        entry.cx.error(literal, messages::bad_text(entry.key));
        return Ok(None);
    }
    Ok(Some(text))
}

/// `key = "string"`
pub(super) fn string(entry: &Entry, input: ParseStream) -> Parsed<LitStr> {
    let Some(expr) = any_expression(entry, input)? else {
        return Ok(None);
    };
    match literal(&expr) {
        Some(Lit::Str(string)) => Ok(Some(string.clone())),
        _ => {
            entry.cx.error(expr, messages::wants_string(entry.key));
            Ok(None)
        }
    }
}

/// `key = 1`, within the limits.
pub(super) fn number<const MIN: u32, const MAX: u32>(
    entry: &Entry,
    input: ParseStream,
) -> Parsed<Spanned<u32>> {
    let Some(expr) = any_expression(entry, input)? else {
        return Ok(None);
    };
    if let Some(Lit::Int(int)) = literal(&expr) {
        let number = int.base10_parse().ok();
        if let Some(number) = number.filter(|number| (MIN..=MAX).contains(number)) {
            return Ok(Some(Spanned::new(number, int.span())));
        }
    }
    entry
        .cx
        .error(expr, messages::wants_number(entry.key, MIN, MAX));
    Ok(None)
}

/// `key = expression`
pub(super) fn expression(entry: &Entry, input: ParseStream) -> Parsed<Expr> {
    let Some(expr) = any_expression(entry, input)? else {
        return Ok(None);
    };
    if let Some(Lit::Str(string)) = literal(&expr) {
        entry.cx.error(
            string,
            messages::quoted_expression(entry.key, &string.value()),
        );
        return Ok(None);
    }
    Ok(Some(expr))
}

/// A value as the schema has it.
pub(crate) struct Stated {
    pub(crate) expr: Expr,
    /// `None`: it is computed by the program.
    pub(crate) literal: Option<Literal>,
}

/// `key = literal` or `key = computed(expression)`
pub(super) fn stated(entry: &Entry, input: ParseStream) -> Parsed<Stated> {
    let Some(expr) = expression(entry, input)? else {
        return Ok(None);
    };
    let message = match ungroup(expr) {
        Expr::Call(call) if is_computed(&call) => {
            if let (Some(expr), 1) = (call.args.first(), call.args.len()) {
                let (expr, literal) = (expr.clone(), None);
                return Ok(Some(Stated { expr, literal }));
            }
            messages::computed_nothing(entry.key).at(call)
        }
        expr => match Literal::of(&expr) {
            Some(literal) => {
                let literal = Some(literal);
                return Ok(Some(Stated { expr, literal }));
            }
            None => messages::not_a_literal(entry.key, &source(&expr)).at(expr),
        },
    };
    entry.cx.push(message);
    Ok(None)
}

/// The code of `expr`, as far as a message has room for it.
fn source(expr: &Expr) -> String {
    let source = expr.to_token_stream().to_string();
    match source.len() {
        0..=40 => source.replace(" :: ", "::").replace(" ()", "()"),
        _ => "…".into(),
    }
}

fn is_computed(call: &ExprCall) -> bool {
    matches!(&*call.func, Expr::Path(func) if func.path.is_ident("computed"))
}

/// `key = function`: a path to one or a closure.
pub(super) fn function(entry: &Entry, input: ParseStream) -> Parsed<Expr> {
    let Some(expr) = any_expression(entry, input)? else {
        return Ok(None);
    };
    match literal(&expr) {
        None => Ok(Some(expr)),
        Some(Lit::Str(string)) => {
            entry
                .cx
                .error(string, messages::quoted_code(entry.key, &string.value()));
            Ok(None)
        }
        Some(_) => {
            entry.cx.error(expr, messages::wants_function(entry.key));
            Ok(None)
        }
    }
}

/// `key = Type`
pub(super) fn ty(entry: &Entry, input: ParseStream) -> Parsed<Type> {
    if !starts_value(entry, input)? || is_quoted(entry, input)? {
        return Ok(None);
    }
    read(entry, input).map(Some)
}

/// `key = path::to::item`
pub(super) fn path(entry: &Entry, input: ParseStream) -> Parsed<Path> {
    match ty(entry, input)? {
        None => Ok(None),
        Some(Type::Path(ty)) if ty.qself.is_none() => Ok(Some(ty.path)),
        Some(ty) => {
            entry.cx.error(ty, messages::wants_path(entry.key));
            Ok(None)
        }
    }
}

/// `key(T: Trait, U: Trait)`
pub(super) fn predicates(entry: &Entry, input: ParseStream) -> Parsed<Vec<WherePredicate>> {
    let Some(list) = list(entry, input)? else {
        return Ok(None);
    };
    let predicates: Punctuated<_, Token![,]> = items(entry, &list)?;
    Ok(Some(predicates.into_iter().collect()))
}

/// Reads all of `list` as `T, T, …`.
pub(super) fn items<T: Parse>(
    entry: &Entry,
    list: ParseStream,
) -> syn::Result<Punctuated<T, Token![,]>> {
    let items = Punctuated::parse_terminated(list);
    if items.is_err() {
        // What is left unread would be reported once more.
        list.parse::<TokenStream>()?;
    }
    items.map_err(|error| unreadable(entry, &error))
}

/// `key(…)`
pub(super) fn list<'a>(entry: &Entry, input: ParseStream<'a>) -> Parsed<ParseBuffer<'a>> {
    if input.peek(token::Paren) {
        let list;
        parenthesized!(list in input);
        return Ok(Some(list));
    }
    Err(messages::wants_list(entry.key).at(entry.ident))
}

/// Passes over the `=`. Reports and returns false if no value follows.
pub(super) fn starts_value(entry: &Entry, input: ParseStream) -> syn::Result<bool> {
    if !at_end_of_entry(input) && !input.peek(Token![=]) {
        return Err(messages::value_without_equals(entry.key).at(entry.ident));
    }
    input.parse::<Option<Token![=]>>()?;
    if at_end_of_entry(input) {
        entry
            .cx
            .error(entry.ident, messages::missing_value(entry.key));
        return Ok(false);
    }
    Ok(true)
}

/// Reports a string in place of code.
pub(super) fn is_quoted(entry: &Entry, input: ParseStream) -> syn::Result<bool> {
    if !input.peek(LitStr) {
        return Ok(false);
    }
    let string: LitStr = input.parse()?;
    let message = messages::quoted_code(entry.key, &string.value());
    entry.cx.error(string, message);
    Ok(true)
}

pub(super) fn any_expression(entry: &Entry, input: ParseStream) -> Parsed<Expr> {
    if !starts_value(entry, input)? {
        return Ok(None);
    }
    read(entry, input).map(Some)
}

fn read<T: Parse>(entry: &Entry, input: ParseStream) -> syn::Result<T> {
    input.parse().map_err(|error| unreadable(entry, &error))
}

fn unreadable(entry: &Entry, error: &syn::Error) -> syn::Error {
    messages::unreadable(entry.key, error).at_span(error.span())
}

/// The literal that `expr` consists of.
pub(crate) fn literal(expr: &Expr) -> Option<&Lit> {
    match expr {
        Expr::Lit(ExprLit { lit, .. }) => Some(lit),
        Expr::Group(group) => literal(&group.expr),
        Expr::Paren(paren) => literal(&paren.expr),
        _ => None,
    }
}

/// Takes off parentheses, and the invisible ones around what a macro has passed on.
pub(super) fn ungroup(expr: Expr) -> Expr {
    match expr {
        Expr::Group(group) => ungroup(*group.expr),
        Expr::Paren(paren) => ungroup(*paren.expr),
        expr => expr,
    }
}
