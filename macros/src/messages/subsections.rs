//! Subsections.

use super::message::Message;

pub(crate) fn needed_without_default() -> Message {
    Message::new(
        "nothing says what this field is when its subsection is absent",
        "add `default` or `default = …`, the value for which it is not needed",
    )
}

pub(crate) fn group_without_default() -> Message {
    Message::new(
        "nothing says what this field is when its group is absent",
        "add `default` or `default = …`, the value for which the group is not needed",
    )
}

pub(crate) fn default_without_needed() -> Message {
    Message::new(
        "without `needed`, a subsection is an `Option` and absent means `None`",
        "remove `default`, or say when the subsection is needed: `needed = …`",
    )
}

pub(crate) fn ignorable_beside_subsection() -> Message {
    Message::new(
        "it is the subsection that can be ignored",
        "move the key inside: `subsection(tag = 1, ignorable)`",
    )
}

pub(crate) fn misspelt_group(name: &str, near: &str) -> Message {
    Message::new(
        format!("no subsection `{name}` is declared on the type"),
        format!("did you mean `{near}`?"),
    )
}

pub(crate) fn unknown_group(name: &str) -> Message {
    Message::new(
        format!("no subsection `{name}` is declared on the type"),
        format!("declare it there: `subsection({name}, tag = 1, needed = …)`"),
    )
}

pub(crate) fn empty_group(name: &str) -> Message {
    Message::new(
        format!("no field belongs to the subsection `{name}`"),
        format!("write `subsection = {name}` on its fields, or remove it"),
    )
}
