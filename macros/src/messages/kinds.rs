//! Kinds of types and variants.

use proc_macro2::Ident;

use super::message::Message;

pub(crate) fn union() -> Message {
    Message::new(
        "a union cannot be part of migrated device state",
        "nothing tells which of its fields is meant: use an enum, or an array of its bytes",
    )
}

pub(crate) fn no_variants() -> Message {
    Message::new(
        "an enum without variants has no value to migrate",
        "add a variant, or `skip` the fields of this type",
    )
}

pub(crate) fn packed() -> Message {
    Message::new(
        "the fields of a packed type cannot be borrowed",
        "describe a type that is not packed, and convert with `from = …` and `into = …`",
    )
}

pub(crate) fn subsection_of_enum(key: &str) -> Message {
    Message::new(
        format!("an enum has no subsections, so `{key}` cannot be on one"),
        "add a variant for new state, `reserved(…)` for the tag and name of an old one",
    )
}

pub(crate) fn bound_without_parameter() -> Message {
    Message::new(
        "`bound` is for type parameters, and this type has none",
        "remove the key",
    )
}

pub(crate) fn from_without_into() -> Message {
    Message::new(
        "state that is read is also written: this needs `into = …`",
        "name the type that it is written as, and implement `Into` for it",
    )
}

pub(crate) fn into_without_from() -> Message {
    Message::new(
        "state that is written is also read: this needs `from = …`, `try_from = …` or `apply = …`",
        "name the type that it is read from, and implement `From` or `TryFrom` for it; or, as \
         `apply = Self::set_state`, a function that puts it into the live value",
    )
}

pub(crate) fn apply_without_into() -> Message {
    Message::new(
        "`apply` takes the state that is written in another form: this needs `into = …`",
        "name the type that stands in the stream; to take what a field was, write \
         `retired(…, apply = …)`",
    )
}

pub(crate) fn key_on_converted(key: &str) -> Message {
    Message::new(
        format!("`{key}` has no effect here, for another type stands in the stream"),
        "write it on that type",
    )
}

pub(crate) fn transparent_enum() -> Message {
    Message::new(
        "an enum cannot be `transparent`",
        "only a struct can be the same as its field: remove the key",
    )
}

pub(crate) fn transparent_fields(count: usize) -> Message {
    Message::new(
        format!("`transparent` needs exactly one field that is not skipped, not {count}"),
        "remove the key, or `skip` the other fields",
    )
}

pub(crate) fn key_on_transparent(key: &str) -> Message {
    Message::new(
        format!("`{key}` has no effect on the field of a transparent type"),
        "in the schema there is only the field's type: remove `transparent` or this key",
    )
}

pub(crate) fn second_other() -> Message {
    Message::new(
        "only one variant can be `other`",
        "it stands for all tags that this build does not know: remove one",
    )
}

pub(crate) fn other_shape(variant: &Ident) -> Message {
    Message::new(
        format!("`{variant}` cannot hold an unknown variant"),
        format!("write `{variant}` to forget it, or `{variant}(u32)` to keep its tag"),
    )
}

pub(crate) fn key_on_other_field(key: &str) -> Message {
    Message::new(
        format!("`{key}` has no effect on the field of an `other` variant"),
        "the field holds the tag itself: remove the key",
    )
}

pub(crate) fn tag_on_other() -> Message {
    Message::new(
        "this variant writes the tag that it holds, so it has none of its own",
        "remove `tag`",
    )
}

pub(crate) fn skip_in_variant() -> Message {
    Message::new(
        "there may be no live value to keep, for loading can change the variant",
        "write what the field becomes: `skip = …`",
    )
}

pub(crate) fn must_match_in_variant() -> Message {
    Message::new(
        "there may be no live value to match, for loading can change the variant",
        "put `must_match` on the field that holds the enum",
    )
}

pub(crate) fn allowed_in_variant() -> Message {
    Message::new(
        "a limit is for state that every value has, and this variant's is not always there",
        "check it in `validate` of the type, which sees the live device, too",
    )
}

pub(crate) fn subsection_in_variant() -> Message {
    Message::new(
        "a variant has no subsections",
        "move its fields to a struct with the subsection, and let the variant hold that",
    )
}
