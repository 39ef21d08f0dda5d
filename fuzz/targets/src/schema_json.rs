//! Schemas as JSON.

use migratable::resolve::{Verdict, resolve};
use migratable::schema::Schema;
use serde::de::IgnoredAny;
use serde_json::Value;

use crate::repair::with_right_fingerprint;
use crate::text::assert_escaped;

/// The input is the text. Its fingerprint is put right, so that the fuzzer need
/// not find it.
pub(crate) fn run(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else {
        return;
    };
    match Schema::from_json(text) {
        Ok(schema) => check(text, &schema),
        Err(error) => assert_escaped(&error),
    }
    if let Some(text) = with_right_fingerprint(text) {
        let schema = Schema::from_json(&text).expect("only its fingerprint was wrong");
        check(&text, &schema);
    }
}

/// The same text in another layout is the same schema, and it is compatible with
/// itself.
fn check(text: &str, schema: &Schema) {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    serde_json::from_str::<IgnoredAny>(bare).expect("a schema is JSON");
    // Where a key says nothing to us, there may be a number that is too great for this `Value`.
    let Ok(json) = serde_json::from_str::<Value>(bare) else {
        return;
    };
    let again = Schema::from_json(&json.to_string()).expect("the same JSON");
    assert_eq!(again.fingerprint(), schema.fingerprint());
    assert_eq!(again, *schema);
    let own = resolve(schema, &again);
    assert_eq!(own.verdict(), Verdict::Compatible, "{:?}", own.findings());
}
