//! Damaged schemas: `docs/schema.json` and `Schema::from_json` refuse the same
//! ones, as far as a JSON Schema can tell.

use migratable::schema::Schema;
use serde_json::{Value, json};

use super::constructs;
use super::json_schema::validator;

/// What a JSON Schema cannot say; the rest of what `from_json` says it can.
const BEYOND: [&str; 22] = [
    "is used twice",
    "no type is named",
    "nothing refers to this type",
    "contains itself",
    "ascending from 1",
    "take no bytes",
    "with oldest",
    "a range bounds numbers",
    "bound maps, and those in",
    "no number that the type has",
    "a range has its least limit",
    "there are no tags from",
    "a limit of a range is a number of the type",
    "limits that are",
    "it bounds strings",
    "`nonzero` is for whole numbers",
    "a `nonzero` range",
    "only arrays are filled",
    "a whole number is a JSON number",
    "value of the type",
    "pairs of hexadecimal digits",
    "only a struct has a default of fields",
];

/// Each place of each construct's schema is removed, given unknown keys and
/// replaced by values of every kind.
#[test]
fn what_one_refuses_the_other_refuses() {
    let validator = validator();
    let (mut refused, mut accepted) = (0, 0);
    for json in constructs::all() {
        let whole: Value = serde_json::from_str(json).unwrap();
        for damaged in damage_everywhere(&whole) {
            let is_valid = validator.is_valid(&damaged);
            match (refusal(&damaged), is_valid) {
                // Which fields a value has, only its type tells.
                (Refusal::OfStructure(error), true) if error.contains(".default (") => {}
                (Refusal::OfStructure(error), true) => panic!("only from_json: {error}: {damaged}"),
                (Refusal::None, false) => panic!("only the JSON Schema refuses {damaged}"),
                (Refusal::OfStructure(_), false) => refused += 1,
                (Refusal::None, true) => accepted += 1,
                (Refusal::Beyond, _) => {}
            }
        }
    }
    assert!(
        refused > 5000 && accepted > 500,
        "{refused} refused, {accepted} accepted"
    );
}

/// What `from_json` says. Damage to the content also shows in the fingerprint,
/// which is compared last.
enum Refusal {
    None,
    Beyond,
    OfStructure(String),
}

fn refusal(schema: &Value) -> Refusal {
    let Err(error) = Schema::from_json(&schema.to_string()) else {
        return Refusal::None;
    };
    let error = error.to_string();
    let is_digest = schema["fingerprint"]
        .as_str()
        .is_some_and(|digits| digits.len() == 32);
    if error.starts_with("not a schema: fingerprint: ") && is_digest {
        Refusal::None
    } else if BEYOND.iter().any(|text| error.contains(text)) {
        Refusal::Beyond
    } else {
        Refusal::OfStructure(error)
    }
}

/// Copies of `whole`, each damaged in one place.
fn damage_everywhere(whole: &Value) -> Vec<Value> {
    let mut damaged = Vec::new();
    for place in places(whole) {
        let at = |damaged: &Value| damaged.pointer(&place).cloned().unwrap();
        for other in replacements() {
            if other != at(whole) {
                let mut copy = whole.clone();
                *copy.pointer_mut(&place).unwrap() = other;
                damaged.push(copy);
            }
        }
        let Some(object) = at(whole).as_object().cloned() else {
            continue;
        };
        for key in object.keys() {
            let mut copy = whole.clone();
            copy.pointer_mut(&place)
                .unwrap()
                .as_object_mut()
                .unwrap()
                .remove(key);
            damaged.push(copy);
        }
        for key in ["surprise", "doc", "tag", "~2", "0~1"] {
            let mut copy = whole.clone();
            let added = copy.pointer_mut(&place).unwrap();
            added
                .as_object_mut()
                .unwrap()
                .entry(key)
                .or_insert_with(|| json!("surprise"));
            damaged.push(copy);
        }
    }
    damaged
}

fn replacements() -> Vec<Value> {
    vec![
        json!(null),
        json!(true),
        json!(0),
        json!(-1),
        json!(1.5),
        json!(4_294_967_296_u64),
        json!(1e30),
        json!(""),
        json!("u16"),
        json!("no name"),
        json!("+5"),
        json!("007"),
        json!([]),
        json!(["u8", {"option": "u8"}]),
        json!({}),
        json!({"value": [1]}),
        json!({"value": 1.5}),
        json!({"varint": "u8"}),
        json!({"list": "u8", "set": "u8"}),
        json!({"array": {"element": "u8", "len": 1, "surprise": 0}}),
        json!({"f64_bits": 0, "surprise": 0}),
    ]
}

/// JSON pointers to all values within `value`, its own first.
fn places(value: &Value) -> Vec<String> {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(object) => {
            let escape = |key: &String| key.replace('~', "~0").replace('/', "~1");
            object
                .iter()
                .map(|(key, child)| (escape(key), child))
                .collect()
        }
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, child)| (index.to_string(), child))
            .collect(),
        _ => Vec::new(),
    };
    let below = children.into_iter().flat_map(|(step, child)| {
        places(child)
            .into_iter()
            .map(move |rest| format!("/{step}{rest}"))
    });
    std::iter::once(String::new()).chain(below).collect()
}
