//! Structs that are copied as they lie in memory.

use super::message::Message;

pub(crate) fn pod_enum() -> Message {
    Message::new(
        "an enum cannot be `pod`",
        "not all bytes are one of its variants: remove the key",
    )
}

pub(crate) fn pod_without_fields() -> Message {
    Message::new(
        "a struct without fields cannot be `pod`",
        "there is nothing to copy: remove the key",
    )
}

pub(crate) fn pod_with_parameters() -> Message {
    Message::new(
        "a type with parameters cannot be `pod`",
        "how it lies in memory depends on them: remove the key, or write one struct for each use",
    )
}

pub(crate) fn pod_without_repr() -> Message {
    Message::new(
        "`pod` needs `#[repr(C)]`, for else the order of fields in memory is up to rustc",
        "write `#[repr(C)]` on the struct, or `#[repr(transparent)]` if it has one field",
    )
}

/// Keys on a field that need a look at it.
pub(crate) fn pod_looks(key: &str) -> Message {
    Message::new(
        format!("`{key}` needs a look at this field, and a `pod` is copied without one"),
        "check it in `validate` of a type that has a field of this struct, or remove `pod`",
    )
}

/// Keys by which a field is not always in the stream.
pub(crate) fn pod_lacks(key: &str) -> Message {
    Message::new(
        format!(
            "with `{key}`, this field lies in memory and not in the stream, and a `pod` is copied as a whole"
        ),
        "move the field to a struct around this one, or remove `pod`",
    )
}

/// Keys by which a field has other bytes.
pub(crate) fn pod_encodes(key: &str) -> Message {
    Message::new(
        format!("`{key}` writes other bytes than lie in memory, and a `pod` is copied as it does"),
        "remove one of the two",
    )
}

pub(crate) fn pod_bool() -> Message {
    Message::new(
        "a `bool` is 0 or 1, which takes a look at it, and a `pod` is copied without one",
        "remove `pod`; in a new struct, write `u8`",
    )
}

pub(crate) fn pod_size() -> Message {
    Message::new(
        "this number is as wide as addresses are, so each host would have its own layout of the `pod`",
        "remove `pod`; in a new struct, write `u64` or `u32`",
    )
}

pub(crate) fn pod_type(name: &str) -> Message {
    Message::new(
        format!("`{name}` is not written as it lies in memory, as all of a `pod` is"),
        "a `pod` is made of numbers, arrays and other `pod`s: move the field to a struct around this one, or remove `pod`",
    )
}
