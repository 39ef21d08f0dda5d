//! Defaults and limits in a schema's JSON.

use alloc::string::ToString;

use serde_json::Value;

use super::super::constraint::{DefaultValue, Limit};
use super::super::node::Node;
use super::error::{Result, SchemaError};

pub(super) fn default_value(json: Value, at: &str) -> Result<DefaultValue> {
    match &json {
        Value::String(word) if word == "zero" => Ok(DefaultValue::Zero),
        Value::String(word) if word == "computed" => Ok(DefaultValue::Computed),
        Value::Object(object) if object.len() == 1 => match object.get("value") {
            Some(value) if has_one_spelling(value) => {
                Ok(DefaultValue::Literal(Node::from(value.to_string())))
            }
            Some(_) => Err(SchemaError::new(
                at,
                "the value of a default is null, true, false, a string or a whole number of at \
                 most 64 bits",
            )),
            None => Err(SchemaError::new(
                at,
                "a default is an object with \"value\"",
            )),
        },
        _ => Err(SchemaError::new(
            at,
            "a default is \"zero\", \"computed\" or an object with \"value\"",
        )),
    }
}

/// Whether JSON spells the value in one way only, as the fingerprint over it
/// needs.
fn has_one_spelling(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::String(_) => true,
        Value::Number(number) => !number.is_f64(),
        Value::Array(_) | Value::Object(_) => false,
    }
}

pub(super) fn limit(json: &Value, at: &str) -> Result<Limit> {
    let integer = match json {
        Value::String(digits) => digits
            .parse()
            .ok()
            .filter(|n: &i128| n.to_string() == *digits),
        Value::Number(number) => number
            .as_i64()
            .map(i128::from)
            .or_else(|| number.as_u64().map(i128::from)),
        Value::Object(object) => {
            let bits = object.get("f64_bits").and_then(Value::as_u64);
            return bits
                .filter(|_| object.len() == 1)
                .map(|bits| Limit::Float(f64::from_bits(bits)))
                .ok_or_else(|| SchemaError::new(at, "a limit of a float has \"f64_bits\""));
        }
        _ => None,
    };
    integer
        .map(Limit::Integer)
        .ok_or_else(|| SchemaError::new(at, "a limit is a number"))
}
