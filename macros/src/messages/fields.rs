//! Types of fields, and limits on their values.

use proc_macro2::Ident;

use super::message::Message;

pub(crate) fn reference() -> Message {
    Message::new(
        "a reference cannot be part of migrated device state",
        "own the value, or `skip` the field if the destination has its own",
    )
}

pub(crate) fn raw_pointer() -> Message {
    Message::new(
        "a raw pointer cannot be part of migrated device state",
        "an address means nothing in another process: migrate what it points to, or `skip` it",
    )
}

pub(crate) fn fn_pointer() -> Message {
    Message::new(
        "a function pointer cannot be part of migrated device state",
        "an address means nothing in another process: migrate an enum that tells which function, \
         or `skip` it",
    )
}

pub(crate) fn trait_object() -> Message {
    Message::new(
        "a trait object cannot be part of migrated device state",
        "the schema is known before any value: use an enum of the possible types, or `skip` it",
    )
}

pub(crate) fn impl_trait() -> Message {
    Message::new(
        "an `impl Trait` cannot be part of migrated device state",
        "make the type generic, or name the type",
    )
}

pub(crate) fn never() -> Message {
    Message::new(
        "`!` has no value to migrate",
        "remove the field, or `skip` it",
    )
}

pub(crate) fn slice() -> Message {
    Message::new(
        "a slice cannot be part of migrated device state by itself",
        "own it: `Vec<…>`, `Box<[…]>` or an array",
    )
}

pub(crate) fn recursive(ty: &Ident) -> Message {
    Message::new(
        format!("`{ty}` contains itself, so its schema would have no end"),
        "break the loop: keep the items in one list and refer to them by index, or `skip` the \
         field and rebuild it in `post_load`",
    )
}

pub(crate) fn unfit_for_type(key: &str, ty: &str) -> Message {
    Message::new(
        format!("`{key}` is not for {ty}"),
        "`range` is for numbers, `max_len` for lists and strings, `fill` for arrays",
    )
}

pub(crate) fn limit_not_number() -> Message {
    Message::new(
        "a range goes from number to number",
        "`max_len` limits texts and lists, `validate` on the type checks anything else",
    )
}

pub(crate) fn max_len_not_length() -> Message {
    Message::new(
        "`max_len` is a number of elements, or of bytes of a string",
        "write a whole number that is not negative, as in `max_len = 16`",
    )
}

pub(crate) fn empty_range() -> Message {
    Message::new(
        "no number is in this range",
        "write the smaller limit first; the limit after `..` is not in the range, the one after `..=` is",
    )
}

pub(crate) fn range_of_no_number() -> Message {
    Message::new(
        "`range` is for numbers, and this default is not one",
        "`max_len` limits texts and lists, `validate` on the type checks anything else",
    )
}

pub(crate) fn literal_through_with() -> Message {
    Message::new(
        "`with` may encode this value as another one than is spelled here",
        "write `computed(…)` around it: only the program then knows what it is in the stream",
    )
}

pub(crate) fn default_outside_range(default: i128) -> Message {
    Message::new(
        format!("the default {default} is not in the field's `range`"),
        "loading it would fail: change one of the two",
    )
}

pub(crate) fn default_too_long(len: u64, max: i128) -> Message {
    Message::new(
        format!("the default has length {len}, but `max_len` is {max}"),
        "loading it would fail: change one of the two",
    )
}
