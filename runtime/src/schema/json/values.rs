//! Defaults and ranges in a schema's JSON.

use alloc::format;
use alloc::string::{String, ToString};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::constraint::{DefaultValue, Limit, RangeLimits};
use super::super::escaped::Escaped;
use super::super::node::{Node, TypeRef};
use super::super::ty::Type;
use super::error::{Result, SchemaError};
use super::read;
use super::shape::{JsonRange, Object};
use crate::text::is_integer;

/// The default of a value of type `ty`, or what fills an array of them.
pub(super) fn default_value(
    text: &str,
    json: &RawValue,
    ty: &TypeRef,
    at: &str,
) -> Result<DefaultValue> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Given<'a> {
        #[serde(borrow)]
        value: &'a RawValue,
    }
    let what = "a default is \"zero\", \"computed\" or an object with \"value\"";
    match json.get().as_bytes() {
        [b'{', ..] => {}
        [b'"', ..] => match string(json.get()).as_str() {
            "zero" => return Ok(DefaultValue::Zero),
            "computed" => return Ok(DefaultValue::Computed),
            _ => return Err(SchemaError::new(at, what)),
        },
        _ => return Err(SchemaError::new(at, what)),
    }
    let Object(Given { value }) = read(text, json, at)?;
    literal(value.get(), ty, at)
}

/// A value in the one spelling that its fingerprint is made of: a whole number
/// stands without quotes, whether the text has them or not.
fn literal(json: &str, ty: &Type, at: &str) -> Result<DefaultValue> {
    let spelled = match json.as_bytes() {
        b"null" | b"true" | b"false" => json.to_string(),
        [b'"', ..] => match string(json) {
            text if !is_of_integers(ty) => format!("\"{}\"", Escaped::from_text(&text).escaped()),
            digits if is_integer(&digits) && fits_128_bits(&digits) => digits,
            _ => return Err(SchemaError::new(at, NOT_AN_INTEGER)),
        },
        _ if is_integer(json) && fits_64_bits(json) => json.to_string(),
        _ => {
            let what = "the value of a default is null, true, false, a string or a whole number \
                        of at most 64 bits; a larger one is a string of its digits";
            return Err(SchemaError::new(at, what));
        }
    };
    Ok(DefaultValue::Literal(Node::from(spelled)))
}

const NOT_AN_INTEGER: &str = "a whole number that is a string has decimal digits alone, as few as \
                              do, behind a `-` if it is negative, and 128 bits at most";

fn is_of_integers(ty: &Type) -> bool {
    match ty {
        Type::Option(inner) => is_of_integers(inner),
        _ => matches!(ty, Type::Integer(_)),
    }
}

fn fits_64_bits(digits: &str) -> bool {
    digits.parse::<i64>().is_ok() || digits.parse::<u64>().is_ok()
}

fn fits_128_bits(digits: &str) -> bool {
    digits.parse::<i128>().is_ok() || digits.parse::<u128>().is_ok()
}

/// The text of a JSON string.
fn string(json: &str) -> String {
    serde_json::from_str(json).unwrap_or_default()
}

/// The range of a field of type `ty`.
pub(super) fn range(
    text: &str,
    json: JsonRange<'_>,
    ty: &TypeRef,
    at: &str,
) -> Result<RangeLimits> {
    let limit = |json: Option<&RawValue>, end: &str| {
        json.map(|json| limit(text, json, &format!("{at}.{end}")))
            .transpose()
    };
    let range = RangeLimits {
        min: limit(json.min, "min")?,
        max: limit(json.max, "max")?,
        nonzero: json.nonzero,
    };
    match range.problem(ty.summary().number) {
        None => Ok(range),
        Some(what) => Err(SchemaError::new(
            at,
            format!("{what}; its type is {}", **ty),
        )),
    }
}

fn limit(text: &str, json: &RawValue, at: &str) -> Result<Limit> {
    let integer = |digits: &str| digits.parse().ok().map(Limit::Integer);
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
