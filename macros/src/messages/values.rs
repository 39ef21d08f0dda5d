//! Values of keys.

use super::message::Message;
use crate::keys::Key;

pub(crate) fn missing_value(key: Key) -> Message {
    Message::new(
        format!("`{}` needs a value", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn unreadable(key: Key, error: &syn::Error) -> Message {
    Message::new(
        format!("cannot read the value of `{}`: {error}", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn value_without_equals(key: Key) -> Message {
    Message::new(
        format!("the value of `{}` goes after `=`", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn flag_with_value(key: Key) -> Message {
    Message::new(
        format!("`{}` takes no value", key.name),
        format!("write `{}` alone, or remove it", key.name),
    )
}

pub(crate) fn wants_list(key: Key) -> Message {
    Message::new(
        format!("`{}` takes a list in parentheses", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn wants_string(key: Key) -> Message {
    Message::new(
        format!("`{}` takes a string", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn wants_number(key: Key, min: u32, max: u32) -> Message {
    Message::new(
        format!(
            "`{}` takes a number from {min} to {max}, written out",
            key.name
        ),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn computed_nothing(key: Key) -> Message {
    Message::new(
        "`computed` takes one expression",
        format!("it is written `{} = computed(initial_level())`", key.name),
    )
}

pub(crate) fn not_a_literal(key: Key, source: &str) -> Message {
    let name = key.name;
    Message::new(
        format!("the value of `{name}` is no literal, so that a schema cannot state it"),
        format!(
            "write the value out, as in `{}`; or `{name} = computed({source})`, which says that only \
             this program knows it: older builds then cannot take the state back, and where it \
             is absent, each build puts in its own",
            key.usage,
        ),
    )
}

pub(crate) fn wants_function(key: Key) -> Message {
    Message::new(
        format!("`{}` takes a function", key.name),
        format!("write a path or a closure: `{}`", key.usage),
    )
}

pub(crate) fn wants_range(key: Key) -> Message {
    Message::new(
        format!("`{}` takes a range with at least one limit", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn wants_path(key: Key) -> Message {
    Message::new(
        format!("`{}` takes a path", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn wants_group() -> Message {
    Message::new(
        "`subsection = …` takes the name of a group of fields",
        "the type declares the group with `subsection(name, tag = 1, needed = …)`; a subsection of \
         this field alone is `subsection(tag = 1)`",
    )
}

pub(crate) fn group_without_name() -> Message {
    Message::new(
        "a subsection on the type needs a name first",
        "write `subsection(name, tag = 1, needed = …)`, and `subsection = name` on its fields",
    )
}

pub(crate) fn quoted_code(key: Key, code: &str) -> Message {
    Message::new(
        format!("`{}` takes Rust code, not a string of it", key.name),
        format!("write `{} = {code}`", key.name),
    )
}

pub(crate) fn quoted_expression(key: Key, code: &str) -> Message {
    Message::new(
        format!(
            "the value of `{}` would be a `&str`, which no field can be",
            key.name
        ),
        format!("write it without quotes, or for a text `String::from({code:?})`"),
    )
}

pub(crate) fn bad_text(key: Key) -> Message {
    Message::new(
        format!("`{}` needs visible text", key.name),
        format!("it is written `{}`", key.usage),
    )
}

pub(crate) fn bad_reserved(max: u32) -> Message {
    Message::new(
        "expected a tag, a range of tags or a name",
        format!("write numbers up to {max}, ranges like `7..=9`, and names in quotes"),
    )
}
