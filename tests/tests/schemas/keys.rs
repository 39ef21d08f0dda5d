//! Every key of a schema, left out, doubled, null, and with a value of another
//! kind.

use std::collections::BTreeSet;

use migratable::schema::Schema;
use serde_json::{Value, json};

/// A schema that has every key.
fn whole() -> Value {
    json!({
        "format": 1,
        "device": "all",
        "aliases": ["everything"],
        "version": 2,
        "oldest": 1,
        "fingerprint": "00000000000000000000000000000000",
        "original": "a-l-l", "_location": "src/all.rs:1",
        "doc": "all keys",
        "needed": "Self::is_plugged",
        "takes_over": [{"device": "a-part", "version": 3, "type": "u8"}],
        "type": {"ref": "All"},
        "types": {
            "All": {
                "original": "a struct", "_location": "src/all.rs:1",
                "doc": "a struct",
                "version": 3,
                "older": [{"version": 2, "type": "u8"}],
                "_reserved": {"tags": [3, [7, 9]], "names": ["gone"]},
                "fields": [
                    {
                        "name": "list", "type": {"list": "u64"}, "aliases": ["old"],
                        "range": {"min": 0, "max": "9", "nonzero": true}, "max_len": 3, "must_match": true,
                        "ignorable": true, "sensitive": true, "unit": "ns", "doc": "a field",
                        "original": "a field", "_location": "src/all.rs:1"
                    },
                    {
                        "name": "array", "type": {"array": {"element": "i16", "len": 2}},
                        "fill": {"value": -1}
                    },
                    {
                        "name": "float", "type": "f64", "allowed": "at_most",
                        "range": {"min": {"f64_bits": 0}, "max": {"f64_bits": "1"}}
                    },
                    {
                        "name": "option", "type": {"option": {"varint": "u32"}},
                        "default": {"value": 5}, "_flags": [["LOW", 1], ["HIGH", "16"]]
                    },
                    {
                        "name": "nested", "type": {"option": {"option": "bool"}},
                        "default": {"value": {"some": true}}
                    },
                    {"name": "set", "type": {"set": "char"}},
                    {"name": "map", "type": {"map": {"key": "u8", "value": {"ref": "Choice"}}}},
                    {
                        "name": "entries", "type": {"map": {"key": "u16", "value": "u8"}},
                        "range": {"keys": {"min": 1, "nonzero": true}, "values": {"max": 9}}
                    },
                    {"name": "tuple", "type": {"tuple": ["unit", "bool", "f32"]}}
                ],
                "subsections": [
                    {
                        "tag": 1, "needed": "Self::is_needed", "retired": true, "name": "group",
                        "type": "string", "default": "zero"
                    }
                ]
            },
            "Choice": {
                "original": "an enum", "_location": "src/all.rs:1",
                "doc": "an enum",
                "variants": [
                    {
                        "name": "A", "tag": 0, "aliases": ["B"], "doc": "a variant",
                        "original": "a variant", "_location": "src/all.rs:1",
                        "fields": [{"name": "0", "type": "u128"}]
                    },
                    {"name": "Other", "tag": 1, "other": true, "keeps_tag": true}
                ]
            }
        }
    })
}

/// What may be left out, by the end of its path. `value` and the like are the
/// only key of their object.
const OPTIONAL: [&str; 27] = [
    "takes_over",
    "older",
    "_reserved",
    "tags",
    "names",
    "nonzero",
    "keeps_tag",
    "original",
    "_location",
    "doc",
    "aliases",
    "range",
    "keys",
    "values",
    "min",
    "max",
    "max_len",
    "must_match",
    "allowed",
    "ignorable",
    "sensitive",
    "unit",
    "_flags",
    "fill",
    "default",
    "needed",
    "retired",
];

#[derive(Clone, Copy, Debug, PartialEq)]
enum Change {
    Missing,
    Doubled,
    Null,
    OtherKind,
}

/// JSON in which the value at `place` is changed.
fn text(value: &Value, here: &str, place: &str, change: Change) -> String {
    match value {
        Value::Object(members) => {
            let members: Vec<String> = members
                .iter()
                .flat_map(|(key, child)| {
                    let path = format!("{here}/{key}");
                    let content = text(child, &path, place, change);
                    let member = format!("\"{key}\":{content}");
                    match change {
                        _ if path != place => vec![member],
                        Change::Missing => vec![],
                        Change::Doubled => vec![member.clone(), member],
                        Change::Null => vec![format!("\"{key}\":null")],
                        Change::OtherKind => vec![format!("\"{key}\":{}", other_kind(child))],
                    }
                })
                .collect();
            format!("{{{}}}", members.join(","))
        }
        Value::Array(items) => {
            let items: Vec<String> = items
                .iter()
                .enumerate()
                .map(|(index, item)| text(item, &format!("{here}/{index}"), place, change))
                .collect();
            format!("[{}]", items.join(","))
        }
        _ => value.to_string(),
    }
}

fn other_kind(value: &Value) -> Value {
    match value {
        Value::String(_) => json!([7]),
        Value::Number(_) => json!("seven"),
        Value::Bool(_) => json!("true"),
        Value::Array(_) => json!({}),
        Value::Object(_) => json!([]),
        Value::Null => json!(0),
    }
}

/// The paths of all members of objects.
fn members(value: &Value, here: &str) -> Vec<String> {
    let within = |path: String, child: &Value, is_member: bool| {
        let mut paths = members(child, &path);
        if is_member {
            paths.push(path);
        }
        paths
    };
    match value {
        Value::Object(members) => members
            .iter()
            .flat_map(|(key, child)| within(format!("{here}/{key}"), child, true))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .flat_map(|(index, item)| within(format!("{here}/{index}"), item, false))
            .collect(),
        _ => Vec::new(),
    }
}

fn refusal(text: &str) -> String {
    match Schema::from_json(text) {
        Ok(_) => panic!("the fingerprint is made up: {text}"),
        Err(error) => error.to_string(),
    }
}

/// A refusal that is about the content's fingerprint alone accepts the rest.
fn is_accepted(refusal: &str) -> bool {
    refusal.starts_with("not a schema: fingerprint: ")
}

/// An option may be `None`, and a subsection's absent.
fn takes_null(whole: &Value, place: &str) -> bool {
    let field = place.strip_suffix("/default/value");
    field.is_some_and(|field| {
        field.contains("/subsections/")
            || !whole.pointer(field).unwrap()["type"]["option"].is_null()
    }) || place.ends_with("/default/value/some")
}

#[test]
fn each_key_must_be_there_once_with_a_value_of_its_kind() {
    let whole = whole();
    let unchanged = refusal(&whole.to_string());
    assert!(is_accepted(&unchanged), "{unchanged}");
    for place in members(&whole, "") {
        let key = place.rsplit('/').next().unwrap();
        for change in [
            Change::Missing,
            Change::Doubled,
            Change::Null,
            Change::OtherKind,
        ] {
            let text = text(&whole, "", &place, change);
            let refusal = refusal(&text);
            let may_be_missing = OPTIONAL.contains(&key)
                || place.ends_with("/variants/0/fields")
                || place.ends_with("/types/All/version")
                || place.ends_with("/subsections");
            let says = match change {
                Change::Missing if may_be_missing => "not a schema: fingerprint: ",
                // Of the fingerprint itself.
                Change::Null | Change::OtherKind if key == "fingerprint" => "expected a string",
                Change::Doubled => &format!("duplicate key `{key}`"),
                _ => "",
            };
            assert!(refusal.contains(says), "{place} {change:?}: {refusal}");
            let accepted = change == Change::Missing && may_be_missing
                || change == Change::Null && takes_null(&whole, &place);
            assert_eq!(
                is_accepted(&refusal),
                accepted,
                "{place} {change:?}: {refusal}"
            );
            if matches!(change, Change::Doubled) {
                assert!(refusal.contains("line 1, column "), "{place}: {refusal}");
            }
        }
    }
}

/// The schema above has every key that `docs/schema.json` has.
#[test]
fn no_key_is_forgotten() {
    fn keys(schema: &Value, found: &mut BTreeSet<String>) {
        match schema {
            Value::Object(members) => {
                for (key, child) in members {
                    if key == "properties" {
                        let names = child.as_object().unwrap().keys();
                        found.extend(names.cloned());
                    }
                    keys(child, found);
                }
            }
            Value::Array(items) => items.iter().for_each(|item| keys(item, found)),
            _ => {}
        }
    }
    let page = include_str!("../../../docs/schema.json");
    let mut published = BTreeSet::new();
    keys(&serde_json::from_str(page).unwrap(), &mut published);
    let tried = members(&whole(), "");
    let tried: BTreeSet<&str> = tried
        .iter()
        .map(|path| path.rsplit('/').next().unwrap())
        .collect();
    let forgotten: Vec<_> = published
        .iter()
        .filter(|key| !tried.contains(key.as_str()))
        .collect();
    assert!(forgotten.is_empty(), "{forgotten:?}");
}

/// A key that means nothing is refused too, doubled or not.
#[test]
fn unknown_keys_are_refused_everywhere() {
    let whole = whole();
    for place in members(&whole, "") {
        let (parent, _) = place.rsplit_once('/').unwrap();
        let mut damaged = whole.clone();
        let object = damaged.pointer_mut(parent).unwrap();
        object["surprise"] = json!({"a": 1});
        let refusal = refusal(&damaged.to_string());
        assert!(!is_accepted(&refusal), "{parent}: {refusal}");
    }
}
