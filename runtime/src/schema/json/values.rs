//! Defaults and ranges in a schema's JSON.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::constraint::{DefaultValue, Limit, MapLimits, RangeLimits};
use super::super::field::Field;
use super::super::node::{Node, TypeRef};
use super::super::ranged::Ranged;
use super::error::{Result, SchemaError};
use super::literal::{Absence, literal};
use super::object::Object;
use super::part::read;
use super::shape::{JsonLimits, JsonRange};
use crate::base::text::is_integer;

/// The default of a value of type `ty`, or what fills an array of them.
pub(super) fn default_value(
    text: &str,
    json: &RawValue,
    ty: &TypeRef,
    absence: Absence,
    at: &str,
) -> Result<DefaultValue> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given<'a> {
        #[serde(borrow)]
        value: &'a RawValue,
    }
    let what =
        "a default is \"zero\", \"fields\" (of a struct), \"computed\" or an object with \"value\"";
    match json.get().as_bytes() {
        [b'{', ..] => {}
        [b'"', ..] => match string(json.get()).as_str() {
            "zero" => return Ok(DefaultValue::Zero),
            "fields" if ty.as_struct().is_some() => return Ok(DefaultValue::Fields),
            "fields" => {
                return Err(SchemaError::new(
                    at,
                    "only a struct has a default of fields",
                ));
            }
            "computed" => return Ok(DefaultValue::Computed),
            _ => return Err(SchemaError::new(at, what)),
        },
        _ => return Err(SchemaError::new(at, what)),
    }
    let Object(Given { value }) = read(text, json, at)?;
    let value = literal(text, value, ty, absence, at)?;
    Ok(DefaultValue::Literal(Node::from(Box::new(value))))
}

fn fits_64_bits(digits: &str) -> bool {
    digits.parse::<i64>().is_ok() || digits.parse::<u64>().is_ok()
}

/// The text of a JSON string.
fn string(json: &str) -> String {
    serde_json::from_str(json).unwrap_or_default()
}

/// The ranges of a field.
pub(super) fn with_ranges(
    field: Field,
    text: &str,
    json: JsonRange<'_>,
    at: &str,
) -> Result<Field> {
    let (min, max, nonzero) = (json.min, json.max, json.nonzero);
    let own = JsonLimits { min, max, nonzero };
    let [keys, values] = [json.keys, json.values].map(|json| json.map(|Object(json)| json));
    if keys.is_none() && values.is_none() {
        let range = range(text, own, field.ty(), at)?;
        return Ok(field.with_range(range));
    }
    if min.is_some() || max.is_some() || nonzero {
        let what = "the range of a map is that of its `keys`, of its `values`, or both";
        return Err(SchemaError::new(at, what));
    }
    let Some((key, value)) = Ranged::of(field.ty()).map else {
        let what = format!(
            "ranges of `keys` and `values` bound maps, and those in options, arrays and lists, \
             not {}",
            **field.ty()
        );
        return Err(SchemaError::new(at, what));
    };
    let keys = keys.map(|json| range(text, json, key, &format!("{at}.keys")));
    let values = values.map(|json| range(text, json, value, &format!("{at}.values")));
    let limits = MapLimits::new(keys.transpose()?, values.transpose()?);
    Ok(field.with_map_limits(limits))
}

/// The range of numbers in a type.
fn range(text: &str, json: JsonLimits<'_>, ty: &TypeRef, at: &str) -> Result<RangeLimits> {
    let limit = |json: Option<&RawValue>, end: &str| {
        json.map(|json| limit(text, json, &format!("{at}.{end}")))
            .transpose()
    };
    let range = RangeLimits {
        min: limit(json.min, "min")?,
        max: limit(json.max, "max")?,
        nonzero: json.nonzero,
    };
    match range.problem(&Ranged::of(ty)) {
        None => Ok(range),
        Some(what) => Err(SchemaError::new(
            at,
            format!("{what}; its type is {}", **ty),
        )),
    }
}

fn limit(text: &str, json: &RawValue, at: &str) -> Result<Limit> {
    let natural = |digits: &str| digits.parse().ok().map(Limit::Natural);
    let integer = |digits: &str| match digits.parse() {
        Ok(number) => Some(Limit::Integer(number)),
        Err(_) => natural(digits),
    };
    let digits = json.get();
    let limit = match digits.as_bytes() {
        [b'"', ..] => Some(string(digits))
            .filter(|digits| is_integer(digits))
            .and_then(|digits| integer(&digits)),
        [b'{', ..] => return float(text, json, at),
        _ if is_integer(digits) && fits_64_bits(digits) => integer(digits),
        _ => None,
    };
    limit.ok_or_else(|| {
        let what = "a limit is a whole number of at most 64 bits, a string of the digits of one \
                    of up to 128 bits, or an object with \"f64_bits\"";
        SchemaError::new(at, what)
    })
}

/// `{"f64_bits": N}`, where N is a number or a string of its digits.
fn float(text: &str, json: &RawValue, at: &str) -> Result<Limit> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Bits<'a> {
        #[serde(borrow)]
        f64_bits: &'a RawValue,
    }
    let Object(Bits { f64_bits }) = read(text, json, at)?;
    let digits = match f64_bits.get() {
        quoted if quoted.starts_with('"') => string(quoted),
        digits => digits.to_string(),
    };
    let bits = Some(digits)
        .filter(|digits| is_integer(digits))
        .and_then(|digits| digits.parse().ok());
    bits.map(|bits| Limit::Float(f64::from_bits(bits)))
        .ok_or_else(|| {
            SchemaError::new(
                at,
                "f64_bits is a whole number of 64 bits, or its digits as a string",
            )
        })
}
