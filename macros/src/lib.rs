//! The derive macro of `migratable`, which re-exports it.
//!
//! A type is read into a checked syntax tree (`ast`), with errors collected on the way
//! (`ctxt`); only from a tree without errors is code generated (`expand`).
// How large `syn::Expr` is depends on the features that others turn on.
#![allow(clippy::large_enum_variant)]

mod ast;
mod attr;
mod check;
mod ctxt;
mod doc;
mod expand;
#[cfg(test)]
mod expansions;
#[cfg(test)]
mod hygiene;
mod keys;
mod messages;
mod spanned;
mod suggest;
mod tags;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, parse_macro_input};

use crate::ast::Input;

/// Generates the encoder, the decoder and the schema of a struct or enum.
///
/// All keys stand in `#[migratable(…)]`. Values are Rust code; names, units and the like are
/// strings. What contradicts itself or means nothing does not compile.
///
/// | on the type | |
/// |---|---|
/// | `device = "name"` | saved and loaded as a unit of its own |
/// | `version = 2` | number of the meaning of the device, or of a part, 1 if not given |
/// | `oldest = 1` | oldest meaning that is read, 1 if not given |
/// | `upgrade = f` | hook with `(&mut Self, from: u32)`: converts state of an older meaning |
/// | `older(version = 1, type = T, convert = f)` | what the type was in that version; `convert` is a hook with `(&mut Self, T)` |
/// | `alias = "old-name"` | a name that the device has in other builds |
/// | `rename = "name"` | name in the schema |
/// | `crate = path` | where `migratable` is re-exported |
/// | `transparent` | in the stream and the schema the same as its only field |
/// | `default`, `default = value` | what its `Default` is: that of each field, or this value |
/// | `pod` | copied as it lies in memory: a `#[repr(C)]` struct that is `bytemuck::Pod` |
/// | `bound(T: Trait)` | the bounds of the generated impls |
/// | `remote = path` | describes that type, and can be named in `with` |
/// | `from = Type`, `try_from = Type`, `into = Type`, `apply = f` | another type stands in the stream; `apply(&mut self, Type)` puts it into a live value |
/// | `validate = f` | hook with `(&Self)`: part of every load |
/// | `post_load = f` | hook with `(&mut Self)`: part of every load |
/// | `loaded = f` | `fn(&mut Self)` of a device, once all devices of a machine are loaded |
/// | `needed = f` | `fn(&Self) -> bool` of a device: whether it is saved; one that is not keeps its state where it is loaded |
/// | `blocked = f` | `fn(&Self) -> Option<E>` of a device, `E: Display`: why it cannot be saved now |
/// | `retired(tag = 1, name = "old", type = T, apply = f)` | what older builds wrote; `apply` is a hook with `(&mut Self, T)` |
/// | `takes_over(device = "old", version = 1, type = T, apply = f)` | the state of a device that only other releases have, or a part of it; `apply` is a hook with `(&mut Self, T, part: u32)`, and `version` is 1 unless it is given |
/// | `reserved(3, 7..=9, "old_name")` | tags and names that may not be used again |
/// | `subsection(name, tag = 1, needed = f, ignorable)` | a subsection over several fields |
///
/// A hook is a function that returns nothing, or a `Result<(), E>` with `E: Display`, whose error
/// refuses the load.
///
/// | on a field | |
/// |---|---|
/// | `rename = "name"`, `alias = "old_name"` | names in the schema |
/// | `default`, `default = value` | the value when the writer has none |
/// | `skip`, `skip = value` | not migrated; loading keeps the live value |
/// | `flatten` | the fields of this struct stand in the schema as fields of the one that has it |
/// | `subsection(tag = 1, needed = f, ignorable)` | present only when needed, else the default |
/// | `subsection = name` | part of that subsection of the type |
/// | `varint` | numbers of variable length |
/// | `max_len = 16` | limit on a list or string |
/// | `range = 0..=16`, `range(keys = 0..=31, values = 1..)` | limits on a number, or on those of a map |
/// | `fill = value` | an array's elements when the writer has fewer |
/// | `must_match` | configuration: equal to the live value, or loading fails |
/// | `allowed(subset_of = …)`, `allowed(at_most = …)`, `allowed(at_least = …)` | state that the destination limits: the limit is an expression, in which `self` is the live device, or a function of it |
/// | `with = Type` | the adapter that writes and reads the field |
/// | `ignorable` | readers without this field may do without |
/// | `sensitive` | redacted by the tools |
/// | `unit = "ns"` | physical unit, for people |
///
/// | on a variant | |
/// |---|---|
/// | `rename = "name"`, `alias = "old_name"` | names in the schema |
/// | `tag = 1` | tag in the stream; else one more than the variant before, from 0 |
/// | `other` | for variants that this build does not know |
#[proc_macro_derive(Migratable, attributes(migratable))]
pub fn derive_migratable(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let node = parse_macro_input!(input as DeriveInput);
    derive(&node).into()
}

fn derive(node: &DeriveInput) -> TokenStream {
    let input = ctxt::collect(attr::LEVELS, |cx| {
        let input = Input::read(cx, node)?;
        check::check(cx, node, &input);
        Some(input)
    });
    match input {
        Ok(input) => expand::expand(&input),
        Err(errors) => {
            // So that the errors are not followed by others about missing impls. A type without a
            // size could not have them, nor be a field.
            let fallback = check::has_size(node).then(|| expand::fallback(node));
            quote!(#errors #fallback)
        }
    }
}
