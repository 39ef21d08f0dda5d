//! Keys of other libraries, with what they are here.

const KEYS: &[(&[&str], &str)] = &[
    (
        &["skip_serializing", "skip_deserializing"],
        "what is written is also read: `skip` leaves a field out of both",
    ),
    (
        &["skip_serializing_if", "skip_if", "optional"],
        "state that is not always there is `subsection(tag = 1, needed = …)` on its field",
    ),
    (
        &["ignore", "transient"],
        "a field that is not migrated is `skip`, one that a reader may do without `ignorable`",
    ),
    (
        &["name", "id"],
        "the name in the schema is `rename = \"…\"`, that of a device `device = \"…\"`",
    ),
    (
        &["rename_all", "rename_all_fields"],
        "a name in the schema is a promise: give each its own `rename = \"…\"`",
    ),
    (
        &["deny_unknown_fields"],
        "what a build does not know it refuses already: remove the key",
    ),
    (
        &["untagged", "content"],
        "every variant has a tag, and its fields follow: remove the key",
    ),
    (
        &["serialize_with", "deserialize_with"],
        "one type does both: `with = Type`, which a type with `remote = …` can be",
    ),
    (
        &["getter"],
        "`remote` describes public fields only: name an adapter of your own with `with = Type`",
    ),
    (
        &["default_fn", "start", "end", "since"],
        "fields have no versions: a new one has a `default = …`, an old one becomes `retired(…)` \
         on the type",
    ),
    (
        &["doc", "description"],
        "doc comments are part of the schema: write `///`",
    ),
];

/// What to write here for the key `name` of another library.
pub(crate) fn advice(name: &str) -> Option<&'static str> {
    KEYS.iter()
        .find(|(names, _)| names.contains(&name))
        .map(|(_, help)| *help)
}
