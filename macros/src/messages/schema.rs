//! What the schema keeps for good: names, tags and versions.

use std::fmt::Display;

use proc_macro2::Ident;

use super::message::Message;

pub(crate) fn bad_name(name: &str, max: usize) -> Message {
    Message::new(
        format!("{name:?} cannot be a name in the schema"),
        format!("use 1 to {max} of the characters `A-Z`, `a-z`, `0-9`, `_`, `.` and `-`"),
    )
}

pub(crate) fn bad_identifier(name: &str, max: usize) -> Message {
    Message::new(
        format!("`{name}` cannot be a name in the schema"),
        format!(
            "add `rename = \"…\"` with 1 to {max} of the characters `A-Z`, `a-z`, `0-9`, `_`, `.` \
             and `-`"
        ),
    )
}

pub(crate) fn duplicate_name(name: &str) -> Message {
    Message::new(
        format!("the name `{name}` is taken"),
        "fields or variants, subsections, aliases and what has retired are all told apart by name",
    )
}

pub(crate) fn reserved_name(name: &str) -> Message {
    Message::new(
        format!("the name `{name}` is reserved"),
        "it meant something else to older builds: choose another name",
    )
}

pub(crate) fn reserved_twice(item: impl Display) -> Message {
    Message::new(format!("`{item}` is reserved twice"), "keep one of the two")
}

pub(crate) fn duplicate_tag(tag: u32, free: u32) -> Message {
    Message::new(
        format!("the tag {tag} is taken"),
        format!("write `tag = {free}`, which is free"),
    )
}

pub(crate) fn reserved_tag(tag: u32, free: u32) -> Message {
    Message::new(
        format!("the tag {tag} is reserved"),
        format!("it meant something else to older builds: write `tag = {free}`, which is free"),
    )
}

pub(crate) fn tags_exhausted(max: u32) -> Message {
    Message::new(
        format!("the tag of this variant would be larger than {max}"),
        "a variant without `tag` has one more than the variant before: write `tag = …`",
    )
}

pub(crate) fn key_without_device(key: &str) -> Message {
    Message::new(
        format!("`{key}` needs `device = …`"),
        "it is about the meaning of a device as a whole: put the key on the device's type; that of \
         a part is converted by `older(version = 1, type = …, convert = …)`",
    )
}

pub(crate) fn version_of_another() -> Message {
    Message::new(
        "another type stands in the stream for this one, and has the version",
        "put `version` on that type, or on the device",
    )
}

pub(crate) fn older_not_below(older: u32, version: u32) -> Message {
    Message::new(
        format!("version {older} is not older than this type's, which is {version}"),
        match older.checked_add(1) {
            Some(next) => format!("count it up where the meaning changes: `version = {next}`"),
            None => "number the versions from 1".to_owned(),
        },
    )
}

pub(crate) fn older_twice(version: u32) -> Message {
    Message::new(
        format!("what the type was in version {version} is said twice"),
        "keep one of the two",
    )
}

pub(crate) fn loaded_without_device() -> Message {
    Message::new(
        "`loaded` needs `device = …`",
        "it runs once all devices of a machine are loaded: put it on the device's type, or use \
         `post_load`, which runs as part of each load",
    )
}

pub(crate) fn alias_without_device() -> Message {
    Message::new(
        "`alias` needs `device = …`",
        "it is another name of a device: the names of other types are matched by nobody, and may \
         change",
    )
}

pub(crate) fn device_alias_twice(name: &str) -> Message {
    Message::new(
        format!("the device has the name `{name}` already"),
        "remove the alias: names that a device had before are given once each",
    )
}

pub(crate) fn takes_over_without_device() -> Message {
    Message::new(
        "`takes_over` needs `device = …`",
        "it takes the state of a whole device of another release: put it on the device's type; a \
         field that went is `retired(…)` where it was",
    )
}

pub(crate) fn takes_over_itself(name: &str) -> Message {
    Message::new(
        format!("the device has the name `{name}` itself"),
        "state of its own name is its own, and converted with `upgrade` or `older(…)`: give it \
         another name in `device = …` if it is another device now",
    )
}

pub(crate) fn takes_over_twice(name: &str) -> Message {
    Message::new(
        format!("what it takes over from `{name}` is said already"),
        "say it once: `apply` is told by `part` which of several devices of that name it is",
    )
}

pub(crate) fn needed_without_device() -> Message {
    Message::new(
        "`needed` needs `device = …`",
        "it keeps a device out of a stream while it has nothing to say: put it on the device's \
         type; what may be absent of a part is a field with `subsection(tag = N, needed = …)`",
    )
}

pub(crate) fn blocked_without_device() -> Message {
    Message::new(
        "`blocked` needs `device = …`",
        "it keeps a machine from being saved, and is asked of its devices: put it on the \
         device's type, and have that look at its parts",
    )
}

pub(crate) fn oldest_after_version(oldest: u32, version: u32) -> Message {
    Message::new(
        format!("`oldest` is {oldest}, but `version` only {version}"),
        "`oldest` is the oldest version that this build reads, up to its own",
    )
}

pub(crate) fn version_without_upgrade(version: u32) -> Message {
    Message::new(
        "older versions would be read as if they meant the same",
        format!(
            "convert them with `upgrade = …`, or each with `older(…)`; or refuse them with `oldest \
             = {version}`"
        ),
    )
}

pub(crate) fn upgrade_from_nothing(version: u32) -> Message {
    Message::new(
        format!("there is no version older than {version} to upgrade from"),
        "let `version` be larger than `oldest`, and not all versions between be in `older(…)`; or \
         remove `upgrade`",
    )
}

pub(crate) fn computed_default_of_type() -> Message {
    Message::new(
        "on a type, `default` says what a schema states of its `Default`, which is not `computed`",
        "write the value out, or `default` alone if it is that of each field; without the key, a \
         schema takes it for computed",
    )
}

pub(crate) fn default_of_enum(ident: &Ident) -> Message {
    Message::new(
        "`default` alone says that `Default` is that of each field, and no variant has \
         `#[default]`",
        format!("name the variant, as in `default = {ident}::Off`"),
    )
}

pub(crate) fn default_with_condition() -> Message {
    Message::new(
        "what a `Default` of this type has in the stream, the `needed` of its subsections decides",
        "remove `default` here: a field of this type has a default that is `computed`",
    )
}

pub(crate) fn default_with_flatten() -> Message {
    Message::new(
        "what a `Default` of this type has in the stream, a flattened struct would have to say",
        "remove `default` here: a field of this type has a default that is `computed`",
    )
}
