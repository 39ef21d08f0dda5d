//! Schemas of later writers: what they add for information is passed over, all else
//! is refused.

use migratable::schema::Schema;
use serde_json::{Value, json};

use super::constructs;
use super::json_schema::validator;

/// Whether information can stand in the object at `path`.
fn takes_information(path: &[&str]) -> bool {
    matches!(
        path,
        [] | ["types", _]
            | ["types", _, "fields" | "subsections" | "variants", _]
            | ["types", _, "variants", _, "fields", _]
    )
}

/// Calls `visit` with each object and its path.
fn objects(value: &mut Value, path: &mut Vec<String>, visit: &mut impl FnMut(&[&str], &mut Value)) {
    if value.is_object() {
        let here: Vec<&str> = path.iter().map(String::as_str).collect();
        visit(&here, value);
    }
    let mut within = |key: String, child: &mut Value| {
        path.push(key);
        objects(child, path, visit);
        path.pop();
    };
    match value {
        Value::Object(members) => {
            for (key, child) in members.iter_mut() {
                // Types by their name, not information.
                if !key.starts_with('_') {
                    within(key.clone(), child);
                }
            }
        }
        Value::Array(items) => {
            for (index, child) in items.iter_mut().enumerate() {
                within(index.to_string(), child);
            }
        }
        _ => {}
    }
}

/// What a later writer might say.
fn information() -> [(&'static str, Value); 6] {
    [
        ("_symbols", json!([{"name": "ENABLE", "bit": 0}])),
        ("_source", json!("src/uart.rs:12")),
        ("_later", json!({"names": ["old"], "tags": [3, 3]})),
        ("_note", Value::Null),
        ("_", json!({"name": "x", "_": {"type": 1e300}})),
        ("_\u{e9}\"", json!([[[[]]]])),
    ]
}

#[test]
fn information_is_passed_over_where_it_can_stand() {
    let validator = validator();
    let mut places = 0;
    for text in constructs::all() {
        let mut value: Value = serde_json::from_str(text).unwrap();
        let present = Schema::from_json(text).unwrap();
        objects(&mut value, &mut vec![], &mut |path, object| {
            if takes_information(path) {
                places += 1;
                for (key, content) in information() {
                    object[key] = content;
                }
            }
        });
        let text = value.to_string();
        let future = Schema::from_json(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(future.fingerprint(), present.fingerprint());
        assert_eq!(future.ty(), present.ty());
        assert!(validator.is_valid(&value), "{text}");
    }
    assert!(places > 300, "{places}");
}

#[test]
fn nothing_is_passed_over_elsewhere_or_by_another_name() {
    let validator = validator();
    let mut refused = 0;
    for text in constructs::all() {
        let whole: Value = serde_json::from_str(text).unwrap();
        let mut paths = Vec::new();
        objects(&mut whole.clone(), &mut vec![], &mut |path, _| {
            // Names of types are no keys.
            if path != ["types"] {
                paths.push((format!("/{}", path.join("/")), takes_information(path)));
            }
        });
        for (path, takes_information) in paths {
            let pointer = if path == "/" { "" } else { &path };
            for (key, is_taken) in [
                ("_x", takes_information),
                ("x_", false),
                ("-x", false),
                ("X", false),
                ("", false),
            ] {
                let mut value = whole.clone();
                value.pointer_mut(pointer).unwrap()[key] = json!(1);
                let text = value.to_string();
                let parsed = Schema::from_json(&text);
                assert_eq!(parsed.is_ok(), is_taken, "{path} {key}: {parsed:?}");
                // Which fields a value has, only its type tells.
                if !path.contains("/default/value") {
                    assert_eq!(validator.is_valid(&value), is_taken, "{path} {key}");
                }
                refused += usize::from(!is_taken);
            }
        }
    }
    assert!(refused > 500, "{refused}");
}

#[test]
fn information_is_there_once() {
    for text in constructs::all().into_iter().take(3) {
        let doubled = text.replacen('{', r#"{"_a":1,"_b":2,"_a":3,"#, 1);
        let error = Schema::from_json(&doubled).unwrap_err().to_string();
        assert!(error.contains("duplicate key `_a`"), "{error}");
        let once = doubled.replacen(r#""_a":1,"#, "", 1);
        Schema::from_json(&once).unwrap();
    }
}
