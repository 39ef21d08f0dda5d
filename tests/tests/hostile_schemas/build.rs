//! Schemas by the text of their types.

use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;

/// A schema of `ty`, which refers to `types`: the members of a JSON object.
pub(super) fn schema(ty: &str, types: &str) -> Schema {
    let text = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{ty},\"types\":{{{types}}}}}"
    );
    let text = with_fingerprint(&text).unwrap_or_else(|error| panic!("{error}"));
    Schema::from_json(&text).unwrap_or_else(|error| panic!("{error}"))
}

/// A struct with these fields.
pub(super) fn of_fields(fields: &str) -> Schema {
    schema(
        "{\"ref\":\"Dev\"}",
        &format!("\"Dev\":{{\"fields\":[{fields}]}}"),
    )
}

/// The members of `count` objects, separated by commas.
pub(super) fn list(count: usize, one: impl Fn(usize) -> String) -> String {
    (0..count).map(one).collect::<Vec<_>>().join(",")
}

/// Structs that each have the next one twice, and at the end `leaf`: a short
/// text that describes 2^`levels` leaves.
pub(super) fn doubling(levels: usize, leaf: &str) -> Schema {
    let level = |index: usize| {
        let ty = match index + 1 == levels {
            true => leaf.to_owned(),
            false => format!("{{\"ref\":\"L{}\"}}", index + 1),
        };
        format!(
            "\"L{index}\":{{\"fields\":[{{\"name\":\"a\",\"type\":{ty}}},\
             {{\"name\":\"b\",\"type\":{ty}}}]}}"
        )
    };
    schema("{\"ref\":\"L0\"}", &list(levels, level))
}

/// `inner` within `levels` options, lists or the like.
pub(super) fn nested(levels: usize, kind: &str, inner: &str) -> Schema {
    let open = format!("{{\"{kind}\":").repeat(levels);
    schema(&format!("{open}{inner}{}", "}".repeat(levels)), "")
}
