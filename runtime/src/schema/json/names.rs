//! The names in a schema's JSON.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::super::field::Field;
use super::super::name;
use super::super::node::Node;
use super::super::variant::Variant;
use super::error::{Result, SchemaError};

/// The name without the number that tells types of one name apart: `Name~2` is
/// the second `Name`.
pub(super) fn base_name(name: &str) -> core::result::Result<&str, String> {
    let base = match name.split_once('~') {
        None => name,
        Some((base, number)) => match number.parse::<u32>() {
            Ok(parsed) if parsed >= 2 && parsed.to_string() == number => base,
            _ => return Err(format!("`{name}` is not a name, `~` and a number from 2")),
        },
    };
    name::check_type(base).map(|()| base)
}

pub(super) fn names(names: Vec<String>, at: &str) -> Result<Node<[Node<str>]>> {
    for name in &names {
        name::check(name).map_err(|what| SchemaError::new(at, what))?;
    }
    let names: Vec<Node<str>> = names.into_iter().map(Node::from).collect();
    Ok(names.into())
}

pub(super) fn field_names(field: &Field) -> impl Iterator<Item = &str> {
    core::iter::once(field.name()).chain(field.aliases().iter().map(Node::get))
}

pub(super) fn variant_names(variant: &Variant) -> impl Iterator<Item = &str> {
    core::iter::once(variant.name()).chain(variant.aliases().iter().map(Node::get))
}

pub(super) fn check_unique<'a>(names: impl Iterator<Item = &'a str>, at: &str) -> Result<()> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(SchemaError::new(
                at,
                format!("the name `{name}` is used twice"),
            ));
        }
    }
    Ok(())
}
