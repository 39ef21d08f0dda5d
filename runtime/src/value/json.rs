//! Values as JSON, for people and other tools. `docs/format.md`, "Values as
//! JSON", specifies the form.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Number, Value as Json};

use super::tree::{FieldValue, Item, Value};

/// A value as JSON. Fields marked `sensitive` are replaced unless `reveal`.
pub fn to_json(value: &Value<'_>, reveal: bool) -> Json {
    match value {
        Value::Unit => Json::Null,
        Value::Bool(value) => Json::Bool(*value),
        Value::Unsigned(value) => unsigned(*value),
        Value::Signed(value) => signed(*value),
        Value::F32(value) => float(f64::from(*value), || format!("f32:{:08x}", value.to_bits())),
        Value::F64(value) => float(*value, || format!("f64:{:016x}", value.to_bits())),
        Value::Char(value) => Json::String(value.to_string()),
        Value::String(value) => Json::String((*value).to_string()),
        Value::Bytes(bytes) => Json::String(hex(bytes)),
        Value::Numbers(numbers) => Json::Array(
            numbers
                .iter()
                .map(|number| to_json(&number, reveal))
                .collect(),
        ),
        Value::Option(None) => Json::Null,
        Value::Option(Some(inner)) => some(&inner.value, reveal),
        Value::Sequence(items) => Json::Array(items.iter().map(|item| one(item, reveal)).collect()),
        Value::Map(pairs) => Json::Array(
            pairs
                .iter()
                .map(|(key, value)| Json::Array(Vec::from([one(key, reveal), one(value, reveal)])))
                .collect(),
        ),
        Value::Struct(fields) => Json::Object(object(fields, reveal)),
        Value::Enum {
            tag,
            variant,
            fields,
        } => {
            let name = variant.name().to_string();
            if variant.other() && *tag != variant.tag() {
                let content = Map::from_iter([("tag".to_string(), Json::from(*tag))]);
                Json::Object(Map::from_iter([(name, Json::Object(content))]))
            } else if fields.is_empty() {
                Json::String(name)
            } else {
                Json::Object(Map::from_iter([(
                    name,
                    Json::Object(object(fields, reveal)),
                )]))
            }
        }
    }
}

fn one(item: &Item<'_>, reveal: bool) -> Json {
    to_json(&item.value, reveal)
}

/// What is present inside an option. If it could be `null` itself, it is
/// wrapped.
fn some(value: &Value<'_>, reveal: bool) -> Json {
    let inner = to_json(value, reveal);
    match value {
        Value::Unit | Value::Option(_) => {
            Json::Object(Map::from_iter([("some".to_string(), inner)]))
        }
        _ => inner,
    }
}

fn object(fields: &[FieldValue<'_>], reveal: bool) -> Map<String, Json> {
    fields
        .iter()
        .filter_map(|field| {
            let item = field.item.as_ref()?;
            let json = match field.field.sensitive() && !reveal {
                true => Json::String("(sensitive)".to_string()),
                false => one(item, reveal),
            };
            Some((field.field.name().to_string(), json))
        })
        .collect()
}

/// A number, or a string of digits beyond what JSON readers take for whole.
fn unsigned(value: u128) -> Json {
    u64::try_from(value).map_or_else(|_| Json::String(value.to_string()), Json::from)
}

fn signed(value: i128) -> Json {
    i64::try_from(value).map_or_else(|_| Json::String(value.to_string()), Json::from)
}

/// JSON has no infinities and no NaN: those are written as their bits.
fn float(value: f64, bits: impl FnOnce() -> String) -> Json {
    Number::from_f64(value).map_or_else(|| Json::String(bits()), Json::Number)
}

fn hex(bytes: &[u8]) -> String {
    let digit = |nibble: u8| char::from_digit(u32::from(nibble), 16).unwrap_or('0');
    bytes
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)])
        .collect()
}
