//! Reading a list of keys, resuming after errors.

use proc_macro2::{Ident, TokenTree};
use syn::ext::IdentExt;
use syn::parse::discouraged::Speculative;
use syn::parse::{Parse, ParseStream};
use syn::{Attribute, Expr, Meta, Token, Type, token};

use super::entry::Entry;
use super::key::Keys;
use crate::ctxt::Ctxt;
use crate::keys::{Key, Levels};
use crate::{messages, suggest};

/// Reads all `#[migratable(…)]` among `attrs`.
pub(crate) fn parse_attributes<K: Keys>(cx: &Ctxt, attrs: &[Attribute]) -> K {
    let mut keys = K::default();
    for attr in attrs {
        if !attr.path().is_ident("migratable") {
            continue;
        }
        let parsed = match &attr.meta {
            Meta::List(list) => list.parse_args_with(|input: ParseStream| {
                parse_list(cx, &mut keys, input);
                Ok(())
            }),
            meta => Err(messages::attribute_without_list().at(meta)),
        };
        if let Err(error) = parsed {
            keys.written().mark_incomplete();
            cx.push(error);
        }
    }
    keys
}

/// Reads `key, key = value, key(…)` to the end of `input`.
pub(super) fn parse_list<K: Keys>(cx: &Ctxt, keys: &mut K, input: ParseStream) {
    while !input.is_empty() {
        if let Err(error) = parse_entry(cx, keys, input) {
            keys.written().mark_incomplete();
            cx.push(error);
            skip_to_end_of_entry(cx.levels, input);
        }
        // Cannot fail, for the entry has ended.
        let _ = input.parse::<Option<Token![,]>>();
    }
}

fn parse_entry<K: Keys>(cx: &Ctxt, keys: &mut K, input: ParseStream) -> syn::Result<()> {
    if !input.peek(Ident::peek_any) {
        return Err(messages::expected_key().at(next_token(input)?));
    }
    let ident = Ident::parse_any(input)?;
    let name = hyphenated(&ident, input)?;
    if let Some(&key) = K::KEYS.iter().find(|key| key.name == name) {
        parse_known(
            keys,
            &Entry {
                cx,
                key,
                ident: &ident,
            },
            input,
        )?;
    } else {
        keys.written().mark_incomplete();
        cx.error(
            &ident,
            suggest::unknown_key(cx.levels, K::LEVEL, K::KEYS, &name),
        );
        skip_value(cx.levels, input)?;
    }
    if at_end_of_entry(input) {
        Ok(())
    } else {
        Err(messages::expected_comma(&name).at(next_token(input)?))
    }
}

/// A name, which may be written as serde's are not, and Cargo's are.
fn hyphenated(ident: &Ident, input: ParseStream) -> syn::Result<String> {
    let mut name = ident.unraw().to_string();
    while input.peek(Token![-]) && input.peek2(Ident::peek_any) {
        input.parse::<Token![-]>()?;
        name = format!("{name}-{}", Ident::parse_any(input)?.unraw());
    }
    Ok(name)
}

fn parse_known<K: Keys>(keys: &mut K, entry: &Entry, input: ParseStream) -> syn::Result<()> {
    let Key { name, repeats, .. } = entry.key;
    if !repeats && keys.written().get(name).is_some() {
        entry.cx.error(entry.ident, messages::repeated_key(name));
        return K::default().parse_value(entry, input).map(drop);
    }
    keys.written().push(name, entry.ident.clone());
    let kept = keys.parse_value(entry, input);
    if !matches!(kept, Ok(true)) {
        keys.written().mark_malformed(name);
    }
    kept.map(drop)
}

/// Passes over the value of a key that means nothing here.
fn skip_value(levels: Levels, input: ParseStream) -> syn::Result<()> {
    if input.peek(token::Paren) {
        input.parse::<TokenTree>()?;
    } else if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        if !skip_as::<Expr>(input) && !skip_as::<Type>(input) {
            skip_to_end_of_entry(levels, input);
        }
    }
    Ok(())
}

/// Passes over a `T`, if it makes up the rest of the entry.
fn skip_as<T: Parse>(input: ParseStream) -> bool {
    let ahead = input.fork();
    let found = ahead.parse::<T>().is_ok() && at_end_of_entry(&ahead);
    if found {
        input.advance_to(&ahead);
    }
    found
}

/// Whether the next token is a comma or there is none.
pub(super) fn at_end_of_entry(input: ParseStream) -> bool {
    input.is_empty() || input.peek(Token![,])
}

/// Passes over what cannot be read, to a comma that certainly ends the entry: one before a known
/// key. Any other may stand between generic arguments.
fn skip_to_end_of_entry(levels: Levels, input: ParseStream) {
    while !input.is_empty() && !before_known_key(levels, input) {
        // Cannot fail, for the input is not empty.
        let _ = input.parse::<TokenTree>();
    }
}

fn before_known_key(levels: Levels, input: ParseStream) -> bool {
    let ahead = input.fork();
    let comma = ahead.parse::<Token![,]>();
    let ident = Ident::parse_any(&ahead);
    match (comma, ident) {
        (Ok(_), Ok(ident)) => {
            let has_value = ahead.peek(Token![=]) || ahead.peek(token::Paren);
            levels.has_key(&ident.unraw().to_string()) && (has_value || at_end_of_entry(&ahead))
        }
        _ => false,
    }
}

fn next_token(input: ParseStream) -> syn::Result<TokenTree> {
    input.fork().parse()
}
