//! What the default `zero` is for each type: the value whose bytes are all zero,
//! where that is one.

use migratable::resolve::{Verdict, resolve};
use migratable::schema::Schema;
use migratable::schema::json::with_fingerprint;

/// A device of these fields, and more types.
fn device(fields: &str, types: &str) -> Schema {
    let text = format!(
        "{{\"format\":1,\"device\":\"dev\",\"version\":1,\"oldest\":1,\"fingerprint\":\"\",\
         \"type\":{{\"ref\":\"Dev\"}},\"types\":{{\"Dev\":{{\"fields\":[{fields}]}}{types}}}}}"
    );
    let text = with_fingerprint(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    Schema::from_json(&text).unwrap()
}

/// What a field with this type and these keys becomes where the writer has none.
fn zero(ty: &str, keys: &str, types: &str) -> Option<Vec<u8>> {
    let field = format!("{{\"name\":\"f\",\"type\":{ty},\"default\":\"zero\"{keys}}}");
    let resolution = resolve(&device("", ""), &device(&field, types));
    assert_ne!(resolution.verdict(), Verdict::Conditional, "{field}");
    let plan = resolution.into_plan()?;
    let mut converted = Vec::new();
    plan.convert(&[], &mut converted).unwrap();
    Some(converted)
}

#[test]
fn of_types_without_a_name() {
    for (ty, keys, len) in [
        ("\"unit\"", "", Some(0)),
        ("\"bool\"", "", Some(1)),
        ("\"char\"", "", None),
        ("\"string\"", "", Some(1)),
        ("\"u16\"", "", Some(2)),
        ("{\"varint\":\"i64\"}", "", Some(1)),
        ("\"f64\"", "", Some(8)),
        ("\"u16\"", ",\"range\":{\"min\":0,\"max\":9}", Some(2)),
        ("\"u16\"", ",\"range\":{\"min\":1}", None),
        ("\"i16\"", ",\"range\":{\"max\":-1}", None),
        ("\"i16\"", ",\"range\":{\"max\":0}", Some(2)),
        ("\"u16\"", ",\"range\":{\"nonzero\":true}", None),
        (
            "{\"option\":\"u16\"}",
            ",\"range\":{\"nonzero\":true}",
            Some(1),
        ),
        ("{\"option\":\"char\"}", "", Some(1)),
        ("{\"list\":\"char\"}", "", Some(1)),
        ("{\"set\":\"char\"}", "", Some(1)),
        (
            "{\"map\":{\"key\":\"char\",\"value\":\"char\"}}",
            "",
            Some(1),
        ),
        ("{\"array\":{\"element\":\"u16\",\"len\":3}}", "", Some(6)),
        (
            "{\"array\":{\"element\":\"u16\",\"len\":3}}",
            ",\"range\":{\"min\":1}",
            None,
        ),
        ("{\"array\":{\"element\":\"char\",\"len\":3}}", "", None),
        ("{\"tuple\":[\"u8\",\"string\"]}", "", Some(2)),
        ("{\"tuple\":[\"u8\",\"char\"]}", "", None),
    ] {
        assert_eq!(
            zero(ty, keys, ""),
            len.map(|len| vec![0; len]),
            "{ty} {keys}"
        );
    }
}

#[test]
fn of_structs_and_enums() {
    for (content, len) in [
        ("{\"fields\":[]}", Some(0)),
        (
            "{\"fields\":[{\"name\":\"a\",\"type\":\"u8\"},{\"name\":\"b\",\"type\":\"u16\"}]}",
            Some(3),
        ),
        ("{\"fields\":[{\"name\":\"a\",\"type\":\"char\"}]}", None),
        (
            "{\"fields\":[{\"name\":\"a\",\"type\":\"u8\",\"range\":{\"min\":1}}]}",
            None,
        ),
        (
            "{\"fields\":[],\"subsections\":\
             [{\"tag\":1,\"name\":\"s\",\"type\":\"char\",\"default\":{\"value\":\"x\"}}]}",
            Some(1),
        ),
        ("{\"variants\":[{\"name\":\"A\",\"tag\":0}]}", Some(1)),
        ("{\"variants\":[{\"name\":\"A\",\"tag\":1}]}", None),
        (
            "{\"variants\":[{\"name\":\"A\",\"tag\":0,\
             \"fields\":[{\"name\":\"0\",\"type\":\"u32\"}]}]}",
            Some(5),
        ),
        (
            "{\"variants\":[{\"name\":\"A\",\"tag\":0,\
             \"fields\":[{\"name\":\"0\",\"type\":\"char\"}]}]}",
            None,
        ),
        (
            "{\"variants\":[{\"name\":\"A\",\"tag\":0,\"other\":true}]}",
            None,
        ),
        // Which of them is `zero` is for the program to say.
        (
            "{\"variants\":[{\"name\":\"A\",\"tag\":0},{\"name\":\"B\",\"tag\":1}]}",
            None,
        ),
    ] {
        let found = zero("{\"ref\":\"T\"}", "", &format!(",\"T\":{content}"));
        assert_eq!(found, len.map(|len| vec![0; len]), "{content}");
    }
}
