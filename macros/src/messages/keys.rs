//! Lists of keys.

use super::message::Message;
use crate::keys::{Key, Level};

pub(crate) fn attribute_without_list() -> Message {
    Message::new(
        "`migratable` takes its keys in parentheses",
        "write `#[migratable(key, key = value)]`, or remove the attribute",
    )
}

pub(crate) fn expected_key() -> Message {
    Message::new(
        "expected a key",
        "a list is made of `key`, `key = value` and `key(…)`, with commas between them",
    )
}

pub(crate) fn expected_comma(key: &str) -> Message {
    Message::new(
        format!("expected a comma after `{key}`"),
        "if this is part of the value, put parentheses around all of it",
    )
}

pub(crate) fn repeated_key(key: &str) -> Message {
    Message::new(format!("`{key}` is given twice"), "keep one of the two")
}

pub(crate) fn unknown_key(name: &str, level: Level, keys: &str) -> Message {
    let place = level.place();
    Message::new(
        format!("there is no key `{name}` {place}"),
        format!("the keys {place} are {keys}"),
    )
}

pub(crate) fn misspelt_key(name: &str, level: Level, near: &str) -> Message {
    Message::new(
        format!("there is no key `{name}` {}", level.place()),
        format!("did you mean `{near}`?"),
    )
}

pub(crate) fn foreign_key(name: &str, level: Level, help: &str) -> Message {
    Message::new(format!("there is no key `{name}` {}", level.place()), help)
}

pub(crate) fn wrong_level(name: &str, level: Level, places: &str) -> Message {
    Message::new(
        format!("there is no key `{name}` {}", level.place()),
        format!("`{name}` belongs {places}"),
    )
}

pub(crate) fn conflict(key: &str, other: &str, help: &str) -> Message {
    Message::new(format!("`{key}` and `{other}` exclude each other"), help)
}

pub(crate) const ONE_LIMIT: &str = "a field has one limit: keep the one that the destination sets, and bound the other side by \
     `range`";

pub(crate) fn missing_in_list(list: Key, keys: &str) -> Message {
    Message::new(
        format!("`{}` needs {keys}", list.name),
        format!("it is written `{}`", list.usage),
    )
}
