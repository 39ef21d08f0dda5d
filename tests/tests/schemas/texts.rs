//! The keys `original` and `_location`: kept wherever something has a name, and no part of
//! what is compared.

use migratable::schema::json::with_fingerprint;
use migratable::schema::{Escaped, Schema, Type};
use serde_json::{Value, json};

use super::json_schema::validator;

/// A schema of everything that has a name.
fn everything() -> Value {
    json!({
        "format": 1, "device": "pci-host", "version": 1, "oldest": 1, "fingerprint": "",
        "type": {"ref": "Host"},
        "types": {
            "Host": {
                "fields": [{"name": "mode", "type": {"ref": "Mode"}}],
                "subsections": [{"tag": 1, "name": "clock", "type": "u64"}],
            },
            "Mode": {"variants": [
                {"name": "Off", "tag": 0},
                {"name": "On", "tag": 1, "fields": [{"name": "hz", "type": "u32"}]},
            ]},
        },
    })
}

/// Where something has a name, as JSON pointers.
const NAMED: [&str; 8] = [
    "",
    "/types/Host",
    "/types/Host/fields/0",
    "/types/Host/subsections/0",
    "/types/Mode",
    "/types/Mode/variants/0",
    "/types/Mode/variants/1",
    "/types/Mode/variants/1/fields/0",
];

const KEYS: [&str; 2] = ["original", "_location"];

fn parse(json: &Value) -> Schema {
    Schema::from_json(&with_fingerprint(&json.to_string()).unwrap()).unwrap()
}

#[test]
fn they_are_taken_wherever_something_has_a_name() {
    let validator = validator();
    let plain = parse(&everything());
    for (pointer, key) in NAMED.into_iter().flat_map(|at| KEYS.map(|key| (at, key))) {
        let mut json = everything();
        json.pointer_mut(pointer).unwrap()[key] = "pci/host[1] \u{1b}\"".into();
        let schema = parse(&json);
        assert_eq!(schema.fingerprint(), plain.fingerprint(), "{key} {pointer}");
        assert_ne!(schema, plain, "{key} {pointer}: it was dropped");
        json["fingerprint"] = schema.fingerprint().to_string().into();
        assert!(validator.is_valid(&json), "{key} {pointer}");
        json.pointer_mut(pointer).unwrap()[key] = Value::Null;
        assert!(
            Schema::from_json(&json.to_string()).is_err(),
            "{key} {pointer}"
        );
    }
}

/// What each that has a name says of itself, in the order of `NAMED`.
macro_rules! said {
    ($schema:ident, $what:ident) => {{
        let Type::Struct(host) = &**$schema.ty() else {
            panic!("{}", $schema);
        };
        let Type::Enum(mode) = &**host.fields()[0].ty() else {
            panic!("{}", $schema);
        };
        let [off, on] = mode.variants() else {
            panic!("{}", $schema);
        };
        [
            $schema.$what(),
            host.$what(),
            host.fields()[0].$what(),
            host.subsections()[0].field().$what(),
            mode.$what(),
            off.$what(),
            on.$what(),
            on.fields()[0].$what(),
        ]
    }};
}

#[test]
fn they_come_back_as_they_were() {
    let mut json = everything();
    for (index, pointer) in NAMED.into_iter().enumerate() {
        for key in KEYS {
            json.pointer_mut(pointer).unwrap()[key] = format!("{key}/{index}\n").into();
        }
    }
    let schema = parse(&json);
    let found: [[Option<&Escaped>; 8]; 2] = [said!(schema, original), said!(schema, location)];
    for (key, found) in KEYS.into_iter().zip(found) {
        for (index, text) in found.into_iter().enumerate() {
            assert_eq!(text.unwrap().text(), format!("{key}/{index}\n"));
        }
    }
}

#[test]
fn the_nearest_location_is_that_of_what_a_path_leads_through() {
    let mut json = everything();
    for pointer in ["/types/Host", "/types/Mode/variants/1"] {
        json.pointer_mut(pointer).unwrap()["_location"] = pointer.into();
    }
    let schema = parse(&json);
    let cases = [
        ("", "/types/Host"),
        ("mode", "/types/Host"),
        ("mode.Off", "/types/Host"),
        ("mode.On", "/types/Mode/variants/1"),
        ("mode.On.hz", "/types/Mode/variants/1"),
        ("mode.On.gone[3]", "/types/Mode/variants/1"),
        ("clock", "/types/Host"),
        ("gone", "/types/Host"),
    ];
    for (path, wanted) in cases {
        let location = schema.location_of(&path.parse().unwrap());
        assert_eq!(location.unwrap().text(), wanted, "{path}");
    }
    let none = parse(&everything());
    assert_eq!(none.location_of(&"mode.On.hz".parse().unwrap()), None);
}
