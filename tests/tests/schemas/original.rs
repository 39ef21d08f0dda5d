//! The key `original`: kept wherever something has a name, and no part of what
//! is compared.

use migratable::schema::json::with_fingerprint;
use migratable::schema::{Schema, Type};
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

fn parse(json: &Value) -> Schema {
    Schema::from_json(&with_fingerprint(&json.to_string()).unwrap()).unwrap()
}

#[test]
fn it_is_taken_wherever_something_has_a_name() {
    let validator = validator();
    let plain = parse(&everything());
    for pointer in NAMED {
        let mut json = everything();
        json.pointer_mut(pointer).unwrap()["original"] = "pci/host[1] \u{1b}\"".into();
        let schema = parse(&json);
        assert_eq!(schema.fingerprint(), plain.fingerprint(), "{pointer}");
        assert_ne!(schema, plain, "{pointer}: it was dropped");
        json["fingerprint"] = schema.fingerprint().to_string().into();
        assert!(validator.is_valid(&json), "{pointer}");
        json.pointer_mut(pointer).unwrap()["original"] = Value::Null;
        assert!(Schema::from_json(&json.to_string()).is_err(), "{pointer}");
    }
}

#[test]
fn it_comes_back_as_it_was() {
    let mut json = everything();
    for (index, pointer) in NAMED.into_iter().enumerate() {
        json.pointer_mut(pointer).unwrap()["original"] = format!("name/{index}\n").into();
    }
    let schema = parse(&json);
    let Type::Struct(host) = &**schema.ty() else {
        panic!("{schema}");
    };
    let Type::Enum(mode) = &**host.fields()[0].ty() else {
        panic!("{schema}");
    };
    let on = &mode.variants()[1];
    let found = [
        schema.original(),
        host.original(),
        host.fields()[0].original(),
        host.subsections()[0].field().original(),
        mode.original(),
        mode.variants()[0].original(),
        on.original(),
        on.fields()[0].original(),
    ];
    for (index, original) in found.into_iter().enumerate() {
        assert_eq!(original.unwrap().text(), format!("name/{index}\n"));
    }
}
