//! Values, beside those that an independent reader in Python finds.

mod common;

use std::collections::BTreeMap;
use std::process::Command;

use common::{DESCRIBED, path, stream};
use migratable::schema::{Schema, Type};
use migratable::stream::{Event, Limits, StreamReader};
use migratable::value::{JsonForm, read};
use migratable_qemu::import;
use serde_json::{Map, Value};

const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/read_stream.py");

#[test]
fn values_are_those_that_python_reads() {
    for name in DESCRIBED {
        let output = Command::new("python3").arg(SCRIPT).arg(path(name)).output();
        let Ok(output) = output else {
            println!("skipped: there is no python3 here");
            return;
        };
        let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success(), "{name}: {complaint}");
        let expected: Map<String, Value> = serde_json::from_slice(&output.stdout).unwrap();
        let found = imported(name);
        assert!(expected.len() > 10);
        for (section, expected) in &expected {
            let found = found
                .get(section)
                .unwrap_or_else(|| panic!("{name}: no {section}"));
            let mut compared = 0;
            compare(
                expected,
                found,
                &format!("{name}: {section}"),
                &mut compared,
            );
            assert!(compared > 0, "{name}: {section}");
        }
    }
}

/// The devices of an imported stream, with the names that QEMU gives their fields.
fn imported(name: &str) -> BTreeMap<String, Value> {
    let (bytes, stream) = stream(name);
    let imported = import(&bytes, &stream, Vec::new()).unwrap().output;
    let mut reader = StreamReader::new(&imported[..], Limits::default()).unwrap();
    let schemas: Vec<Schema> = reader
        .prologue()
        .schema_texts()
        .map(|json| Schema::from_json(json).unwrap())
        .collect();
    let mut found = BTreeMap::new();
    while let Some(event) = reader.next_frame().unwrap() {
        if let Event::Section(section) = event {
            let ty = schemas[section.instance.schema as usize].ty();
            let value = read(ty, section.payload()).unwrap();
            let json = serde_json::to_value(JsonForm::new(ty, &value.value, true)).unwrap();
            let value = original(ty, json);
            let instance = section.instance;
            found.insert(format!("{}#{}", instance.path, instance.instance_id), value);
        }
    }
    found
}

/// A value with the original names, and all integers as numbers; absent subsections
/// left out.
fn original(ty: &Type, value: Value) -> Value {
    match (ty, value) {
        (Type::Struct(ty), Value::Object(mut object)) => {
            let parts = ty.subsections().iter().map(|part| part.field());
            let mut renamed = Map::new();
            for field in ty.fields().iter().chain(parts) {
                let name = field.original().map(|name| name.text().into_owned());
                let Some(value) = object.remove(field.name()) else {
                    continue;
                };
                let value = original(field.ty(), value);
                renamed.insert(name.unwrap_or_else(|| field.name().into()), value);
            }
            assert!(object.is_empty(), "{object:?}");
            Value::Object(renamed)
        }
        (Type::Array { element, .. } | Type::List(element), Value::Array(list)) => list
            .into_iter()
            .map(|value| original(element, value))
            .collect(),
        (Type::Tuple(parts), Value::Array(list)) => parts
            .iter()
            .zip(list)
            .map(|(ty, value)| original(ty, value))
            .collect(),
        // Python has numbers of any size.
        (Type::Integer(integer), Value::String(digits)) if integer.is_wide() => {
            serde_json::from_str(&digits).unwrap()
        }
        (_, value) => value,
    }
}

/// What Python knows is there with the same value. `SOME` stands for a struct of
/// which it reads only some fields, `OWN` for bytes that it leaves as they are.
fn compare(expected: &Value, found: &Value, at: &str, compared: &mut usize) {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            let (expected, partly) = match expected.get("SOME") {
                Some(Value::Object(some)) => (some, true),
                _ => (expected, false),
            };
            for (name, value) in expected.iter().filter(|(name, _)| *name != "OWN") {
                let there = found.get(name).unwrap_or_else(|| panic!("{at}: no {name}"));
                compare(value, there, &format!("{at}.{name}"), compared);
            }
            let own = usize::from(expected.contains_key("OWN"));
            if !partly {
                let known: Vec<_> = found
                    .keys()
                    .filter(|name| !expected.contains_key(*name))
                    .collect();
                assert_eq!(known.len(), own, "{at}: {known:?}");
            }
        }
        (Value::Array(expected), Value::Array(found)) => {
            assert_eq!(expected.len(), found.len(), "{at}");
            for (index, (expected, found)) in expected.iter().zip(found).enumerate() {
                compare(expected, found, &format!("{at}[{index}]"), compared);
            }
        }
        (expected, found) => {
            *compared += 1;
            assert!(same(expected, found), "{at}: {expected} is not {found}");
        }
    }
}

/// Numbers may be written as texts where others would round them; a flag that has
/// other values elsewhere is a number.
fn same(expected: &Value, found: &Value) -> bool {
    let number = |value: &Value| match value {
        Value::Bool(flag) => Some(u8::from(*flag).to_string()),
        Value::Number(number) => Some(number.to_string()),
        Value::String(text) if text.parse::<i128>().is_ok() => Some(text.clone()),
        _ => None,
    };
    expected == found || number(expected).is_some_and(|wanted| Some(wanted) == number(found))
}
