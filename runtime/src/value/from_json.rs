//! The inverse of [`JsonForm`](super::JsonForm): JSON to the bytes of a value.

use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde_json::{Map, Value as Json};

use super::violation::Violation;
use crate::base::text::{from_hex, is_integer};
use crate::codec::{Reason, key_order, varint};
use crate::schema::{
    EnumType, Field, Float, Integer, Segment, StructType, Subsection, Type, TypeRef, Variant,
};

/// Encodes a value of type `ty` that is given as JSON, in the form that
/// [`JsonForm`](super::JsonForm) writes.
///
/// # Errors
///
/// The first place where the JSON does not fit the type. Its offset is always
/// 0: JSON has no positions once it is parsed.
pub fn from_json(ty: &Type, json: &Json) -> Result<Vec<u8>, Violation> {
    let mut out = Vec::new();
    encode(ty, json, &mut out)?;
    Ok(out)
}

type Encode = Result<(), Violation>;

fn wrong(expected: impl ToString) -> Violation {
    Violation::new(0, Reason::Message(expected.to_string().into()))
}

fn encode(ty: &Type, json: &Json, out: &mut Vec<u8>) -> Encode {
    match ty {
        Type::Unit if json.is_null() => Ok(()),
        Type::Unit => Err(wrong("expected null")),
        Type::Bool => {
            out.push(u8::from(
                json.as_bool()
                    .ok_or_else(|| wrong("expected true or false"))?,
            ));
            Ok(())
        }
        Type::Char => {
            let text = text(json)?;
            if text.chars().count() != 1 {
                return Err(wrong("expected a string of one character"));
            }
            put_bytes(text.as_bytes(), out);
            Ok(())
        }
        Type::String => {
            put_bytes(text(json)?.as_bytes(), out);
            Ok(())
        }
        Type::Integer(integer) => number(*integer, json, out),
        Type::Float(float) => self::float(*float, json, out),
        Type::Option(inner) => option(inner, json, out),
        Type::Array { element, len } => {
            let count = elements(element, json, out, false)?;
            if count as u64 == *len {
                Ok(())
            } else {
                Err(wrong(format!("expected {len} elements")))
            }
        }
        Type::List(element) => elements(element, json, out, true).map(|_| ()),
        Type::Set(element) => set(element, json, out),
        Type::Map { key, value } => map(key, value, json, out),
        Type::Tuple(parts) => {
            let items = list(json)?;
            if items.len() != parts.len() {
                return Err(wrong(format!("expected {} elements", parts.len())));
            }
            parts
                .iter()
                .zip(items)
                .enumerate()
                .try_for_each(|(index, (part, item))| {
                    encode(part, item, out)
                        .map_err(|found| found.within(Segment::Index(Some(index))))
                })
        }
        Type::Struct(ty) => structure(ty, json, out),
        Type::Enum(ty) => enumeration(ty, json, out),
    }
}

fn put_count(count: u128, out: &mut Vec<u8>) {
    let mut bytes = [0; varint::MAX_LEN];
    let len = varint::write(count, &mut bytes);
    out.extend_from_slice(bytes.get(..len).unwrap_or_default());
}

fn put_bytes(bytes: &[u8], out: &mut Vec<u8>) {
    put_count(bytes.len() as u128, out);
    out.extend_from_slice(bytes);
}

fn text(json: &Json) -> Result<&str, Violation> {
    json.as_str().ok_or_else(|| wrong("expected a string"))
}

fn list(json: &Json) -> Result<&Vec<Json>, Violation> {
    json.as_array().ok_or_else(|| wrong("expected a list"))
}

fn object(json: &Json) -> Result<&Map<String, Json>, Violation> {
    json.as_object().ok_or_else(|| wrong("expected an object"))
}

/// Whole numbers are JSON numbers, or strings of as few digits as do.
fn number(integer: Integer, json: &Json, out: &mut Vec<u8>) -> Encode {
    let bits = u32::from(integer.bits());
    let digits = match json {
        Json::String(digits) if is_integer(digits) => digits.clone(),
        Json::String(_) => {
            return Err(wrong(
                "expected a whole number as a string of decimal digits, without `+`, spaces or \
                 needless zeros",
            ));
        }
        Json::Number(number) => number.to_string(),
        _ => return Err(wrong("expected a whole number")),
    };
    let fits = || {
        wrong(format!(
            "expected a number that fits {}",
            Type::Integer(integer)
        ))
    };
    let value = if integer.is_signed() {
        let value: i128 = digits.parse().map_err(|_| fits())?;
        let unused = 128 - bits;
        if (value << unused) >> unused != value {
            return Err(fits());
        }
        if integer.is_varint() {
            varint::zigzag(value)
        } else {
            value as u128
        }
    } else {
        let value: u128 = digits.parse().map_err(|_| fits())?;
        if value > u128::MAX >> (128 - bits) {
            return Err(fits());
        }
        value
    };
    if integer.is_varint() {
        put_count(value, out);
    } else {
        let bytes = value.to_le_bytes();
        out.extend_from_slice(
            bytes
                .get(..usize::from(integer.bits() / 8))
                .unwrap_or_default(),
        );
    }
    Ok(())
}

/// Floats are JSON numbers, or strings of their bits.
fn float(float: Float, json: &Json, out: &mut Vec<u8>) -> Encode {
    let bits = json.as_str().and_then(|text| text.split_once(':'));
    match (float, bits, json.as_f64()) {
        (Float::F32, Some(("f32", hex)), _) => {
            let bits = hex_bits(hex, 8).ok_or_else(|| wrong("expected f32: and 8 hex digits"))?;
            let bits = u32::try_from(bits).unwrap_or_default();
            out.extend(bits.to_le_bytes());
        }
        (Float::F64, Some(("f64", hex)), _) => {
            let bits = hex_bits(hex, 16).ok_or_else(|| wrong("expected f64: and 16 hex digits"))?;
            out.extend(bits.to_le_bytes());
        }
        (Float::F32, None, Some(value)) => {
            if f64::from(value as f32) != value {
                return Err(wrong("expected a number that an f32 holds exactly"));
            }
            out.extend((value as f32).to_le_bytes());
        }
        (Float::F64, None, Some(value)) => out.extend(value.to_le_bytes()),
        _ => return Err(wrong("expected a number")),
    }
    Ok(())
}

fn hex_bits(hex: &str, digits: usize) -> Option<u64> {
    let is_hex = hex.len() == digits && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hex.then(|| u64::from_str_radix(hex, 16).ok()).flatten()
}

fn option(inner: &TypeRef, json: &Json, out: &mut Vec<u8>) -> Encode {
    if json.is_null() {
        out.push(0);
        return Ok(());
    }
    out.push(1);
    match &**inner {
        Type::Unit | Type::Option(_) => match object(json)?.get("some") {
            Some(content) => encode(inner, content, out),
            None => Err(wrong("expected {\"some\": …}")),
        },
        _ => encode(inner, json, out),
    }
}

/// Elements of an array or list; bytes are a string of hexadecimal digits.
fn elements(
    element: &TypeRef,
    json: &Json,
    out: &mut Vec<u8>,
    counted: bool,
) -> Result<usize, Violation> {
    if let (true, Json::String(hex)) = (element.is_byte(), json) {
        let bytes = from_hex(hex).ok_or_else(|| wrong("expected pairs of hexadecimal digits"))?;
        if counted {
            put_count(bytes.len() as u128, out);
        }
        out.extend_from_slice(&bytes);
        return Ok(bytes.len());
    }
    let items = list(json)?;
    if counted {
        put_count(items.len() as u128, out);
    }
    for (index, item) in items.iter().enumerate() {
        encode(element, item, out).map_err(|found| found.within(Segment::Index(Some(index))))?;
    }
    Ok(items.len())
}

fn set(element: &TypeRef, json: &Json, out: &mut Vec<u8>) -> Encode {
    let items = list(json)?;
    put_count(items.len() as u128, out);
    let mut keys = Keys::new(element);
    for (index, item) in items.iter().enumerate() {
        keys.put(item, out)
            .map_err(|found| found.within(Segment::Index(Some(index))))?;
    }
    Ok(())
}

/// The elements of a set or keys of a map, which ascend.
struct Keys<'t> {
    ty: &'t Type,
    last: Option<Vec<u8>>,
}

impl<'t> Keys<'t> {
    fn new(ty: &'t Type) -> Self {
        Self { ty, last: None }
    }

    fn put(&mut self, json: &Json, out: &mut Vec<u8>) -> Encode {
        let mut key = Vec::new();
        encode(self.ty, json, &mut key)?;
        if self
            .last
            .as_ref()
            .is_some_and(|last| key_order::compare(self.ty, last, &key).is_ge())
        {
            return Err(Violation::new(0, Reason::Order));
        }
        out.extend_from_slice(&key);
        self.last = Some(key);
        Ok(())
    }
}

fn map(key: &TypeRef, value: &TypeRef, json: &Json, out: &mut Vec<u8>) -> Encode {
    let pairs = list(json)?;
    put_count(pairs.len() as u128, out);
    let mut keys = Keys::new(key);
    for (index, pair) in pairs.iter().enumerate() {
        let [k, v] = list(pair)?.as_slice() else {
            return Err(wrong("expected [key, value]").within(Segment::Key(Some(index))));
        };
        keys.put(k, out)
            .map_err(|found| found.within(Segment::Key(Some(index))))?;
        encode(value, v, out).map_err(|found| found.within(Segment::Value(Some(index))))?;
    }
    Ok(())
}

fn field(field: &Field, json: &Json, out: &mut Vec<u8>) -> Encode {
    encode(field.ty(), json, out).map_err(|mut found| {
        if field.sensitive() {
            found.hide_path();
        }
        found.within(Segment::Field(field.name().to_string()))
    })
}

fn fields(all: &[Field], json: &Map<String, Json>, out: &mut Vec<u8>) -> Encode {
    for one in all {
        let Some(value) = json.get(one.name()) else {
            let missing = wrong("the field is missing");
            return Err(missing.within(Segment::Field(one.name().to_string())));
        };
        field(one, value, out)?;
    }
    Ok(())
}

/// Refuses keys that are none of the names, so many of which are keys.
fn only<'a>(
    known: usize,
    names: impl Iterator<Item = &'a str>,
    json: &Map<String, Json>,
) -> Encode {
    if known == json.len() {
        return Ok(());
    }
    let names: BTreeSet<&str> = names.collect();
    match json.keys().find(|key| !names.contains(key.as_str())) {
        None => Ok(()),
        Some(key) => Err(wrong("there is no such field").within(Segment::Field(key.clone()))),
    }
}

/// How many of the fields are there.
fn known(fields: &[Field], json: &Map<String, Json>) -> usize {
    let names = fields.iter().map(Field::name);
    names.filter(|name| json.contains_key(*name)).count()
}

fn structure(ty: &StructType, json: &Json, out: &mut Vec<u8>) -> Encode {
    let json = object(json)?;
    let present = present(ty, json);
    let subsections = ty.subsections().iter().map(Subsection::field);
    only(
        known(ty.fields(), json) + present.len(),
        ty.fields().iter().chain(subsections).map(Field::name),
        json,
    )?;
    fields(ty.fields(), json, out)?;
    if ty.subsections().is_empty() {
        return Ok(());
    }
    put_count(present.len() as u128, out);
    for (subsection, value) in present {
        let mut payload = Vec::new();
        field(subsection.field(), value, &mut payload)?;
        put_count(u128::from(subsection.tag()), out);
        put_bytes(&payload, out);
    }
    Ok(())
}

/// The subsections that are there, by tag. They are found from the JSON: a type may
/// have very many, and most be absent.
fn present<'t, 'j>(
    ty: &'t StructType,
    json: &'j Map<String, Json>,
) -> Vec<(&'t Subsection, &'j Json)> {
    if ty.subsections().is_empty() {
        return Vec::new();
    }
    let named = |(name, value): (&String, &'j Json)| Some((ty.subsection_named(name)?, value));
    let mut present: Vec<_> = json.iter().filter_map(named).collect();
    present.sort_by_key(|(subsection, _)| subsection.tag());
    present
}

fn enumeration(ty: &EnumType, json: &Json, out: &mut Vec<u8>) -> Encode {
    let (name, content) = match json {
        Json::String(name) => (name, None),
        Json::Object(object) => match object.iter().next() {
            Some((name, content)) if object.len() == 1 => (name, Some(content)),
            _ => return Err(wrong("expected one variant")),
        },
        _ => return Err(wrong("expected the name of a variant")),
    };
    let Some(variant) = ty.named(name) else {
        return Err(wrong("there is no such variant"));
    };
    put_variant(ty, variant, content, out)
        .map_err(|found| found.within(Segment::Variant(name.clone())))
}

fn put_variant(
    ty: &EnumType,
    variant: &Variant,
    content: Option<&Json>,
    out: &mut Vec<u8>,
) -> Encode {
    let empty = Map::new();
    let content = content.map_or(Ok(&empty), object)?;
    if let (true, Some(tag)) = (variant.keeps_tag(), content.get("tag")) {
        only(1, ["tag"].into_iter(), content)?;
        put_count(unknown_tag(ty, tag)?.into(), out);
        return Ok(());
    }
    let names = variant.fields().iter().map(Field::name);
    only(known(variant.fields(), content), names, content)?;
    put_count(variant.tag().into(), out);
    fields(variant.fields(), content, out)
}

/// The tag of a variant that the schema does not know.
fn unknown_tag(ty: &EnumType, json: &Json) -> Result<u32, Violation> {
    let tag = json.as_u64().and_then(|tag| u32::try_from(tag).ok());
    tag.filter(|tag| ty.variant(*tag).is_none_or(Variant::keeps_tag))
        .ok_or_else(|| wrong("expected the tag of an unknown variant"))
}
