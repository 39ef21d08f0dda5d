//! What a schema states of a default is what the program puts in.

use migratable::resolve::resolve;
use migratable::schema::{DefaultValue, Schema, Type};
use migratable::{Device, Migratable};

use super::constructs::{Literals, before};

/// The program's own schema asks the program for its defaults; a parsed one has
/// only what it states.
#[test]
fn the_same_bytes_with_and_without_the_program() {
    // It is longer than what the JSON of most devices is written into.
    assert!(Literals::SCHEMA_JSON.len() > 0x1000);
    let parsed = Schema::from_json(Literals::SCHEMA_JSON).unwrap();
    let [by_program, by_schema] = [Literals::SCHEMA, &parsed].map(|reader| {
        let mut bytes = Vec::new();
        let plan = resolve(before::Literals::SCHEMA, reader)
            .into_plan()
            .unwrap();
        plan.convert(&[], &mut bytes).unwrap();
        bytes
    });
    assert_eq!(by_program, by_schema);
}

#[test]
fn nothing_that_is_spelled_out_is_computed() {
    let Type::Struct(ty) = <Literals as Migratable>::TYPE else {
        panic!("a struct")
    };
    let is_stated = |value| !matches!(value, Some(&DefaultValue::Computed) | None);
    let computed = ty
        .fields()
        .iter()
        .filter(|field| !is_stated(field.default_value()));
    assert_eq!(
        computed.map(|field| field.name()).collect::<Vec<_>>(),
        [""; 0]
    );
}

/// The text of the one field's default in an otherwise empty schema.
fn refusal(ty: &str, default: &str) -> String {
    let json = format!(
        r#"{{"format":1,"device":"d","version":1,"oldest":1,"fingerprint":"{:032}","type":{{"ref":"D"}},
        "types":{{"D":{{"fields":[{{"name":"a","type":{ty},"default":{{"value":{default}}}}}]}}}}}}"#,
        0
    );
    Schema::from_json(&json).unwrap_err().to_string()
}

#[test]
fn a_literal_is_a_value_of_its_type() {
    let accepted = "not a schema: fingerprint: ";
    for (ty, default, says) in [
        (r#""u8""#, "255", accepted),
        (r#""u8""#, "256", "is no value of the type"),
        (r#""u8""#, "-1", "is no value of the type"),
        (r#""u8""#, "\"7\"", accepted),
        (r#""u8""#, "\"07\"", "as few as do"),
        (r#""u8""#, "1.5", "a whole number is"),
        (r#""u8""#, "true", "is no value of the type"),
        (r#""u8""#, "null", "is no value of the type"),
        (r#""u8""#, "{\"some\":1}", "expected a value of the type u8"),
        (r#""i8""#, "-128", accepted),
        (r#""i8""#, "-129", "is no value of the type"),
        (
            r#""i128""#,
            "\"-170141183460469231731687303715884105728\"",
            accepted,
        ),
        (
            r#""u128""#,
            "340282366920938463463374607431768211455",
            "a whole number is",
        ),
        (r#""f32""#, "0.1", accepted),
        (r#""f32""#, "1e300", "is no value of the type"),
        (r#""f64""#, "1", accepted),
        (r#""f64""#, "\"1\"", "is no value of the type"),
        (r#""bool""#, "1", "is no value of the type"),
        (r#""char""#, "\"ab\"", "is no value of the type"),
        (r#""string""#, "7", "is no value of the type"),
        (r#"{"option":"u8"}"#, "null", accepted),
        (r#"{"option":"u8"}"#, "{\"some\":1}", accepted),
        (
            r#"{"option":{"option":"u8"}}"#,
            "1",
            "is no value of the type",
        ),
        (r#"{"option":{"option":"u8"}}"#, "{}", "missing key `some`"),
        (r#"{"option":{"option":"u8"}}"#, "{\"some\":null}", accepted),
        (
            r#"{"option":{"option":"u8"}}"#,
            "{\"all\":1}",
            "unknown key `all`",
        ),
        (r#"{"list":"u16"}"#, "[1,2]", accepted),
        (r#"{"list":"u16"}"#, "[1,70000]", "is no value of the type"),
        (r#"{"list":"u8"}"#, "\"c3a9\"", accepted),
        (r#"{"list":"u8"}"#, "\"c3a\"", "pairs of hexadecimal digits"),
        (
            r#"{"array":{"element":"u8","len":2}}"#,
            "[1]",
            "is no value of the type",
        ),
        (
            r#"{"array":{"element":"u8","len":2}}"#,
            "[1,2,3]",
            "is no value of the type",
        ),
        (r#"{"tuple":["u8","bool"]}"#, "[1,true]", accepted),
        (
            r#"{"tuple":["u8","bool"]}"#,
            "[true,1]",
            "is no value of the type",
        ),
        (
            r#"{"tuple":["u8","bool"]}"#,
            "[1,true,1]",
            "is no value of the type",
        ),
        (r#"{"set":"u8"}"#, "[2,1]", "is no value of the type"),
    ] {
        let refusal = refusal(ty, default);
        assert!(refusal.contains(says), "{ty} {default}: {refusal}");
    }
}
