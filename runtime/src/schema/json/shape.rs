//! A schema's JSON as it is spelled, before anything is made of it.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonSchema {
    #[serde(rename = "format")]
    _format: u32,
    pub(super) device: String,
    pub(super) version: u32,
    pub(super) oldest: u32,
    pub(super) fingerprint: String,
    #[serde(default, deserialize_with = "present")]
    pub(super) original: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) doc: Option<String>,
    #[serde(rename = "type")]
    pub(super) ty: Value,
    pub(super) types: BTreeMap<String, Object<JsonNamed>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonNamed {
    #[serde(default, deserialize_with = "present")]
    pub(super) original: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) doc: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) fields: Option<Vec<Object<JsonField>>>,
    #[serde(default, deserialize_with = "present")]
    pub(super) subsections: Option<Vec<Object<JsonField>>>,
    #[serde(default, deserialize_with = "present")]
    pub(super) variants: Option<Vec<Object<JsonVariant>>>,
}

/// A field or, with a tag, a subsection.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonField {
    #[serde(default, deserialize_with = "present")]
    pub(super) tag: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    pub(super) needed: Option<String>,
    #[serde(default)]
    pub(super) retired: bool,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: Value,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) default: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    pub(super) fill: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    pub(super) range: Option<Object<JsonRange>>,
    #[serde(default, deserialize_with = "present")]
    pub(super) max_len: Option<u64>,
    #[serde(default)]
    pub(super) must_match: bool,
    #[serde(default)]
    pub(super) ignorable: bool,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default, deserialize_with = "present")]
    pub(super) unit: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) original: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) doc: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonRange {
    #[serde(default, deserialize_with = "present")]
    pub(super) min: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    pub(super) max: Option<Value>,
    #[serde(default)]
    pub(super) nonzero: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonVariant {
    pub(super) name: String,
    pub(super) tag: u32,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(default)]
    pub(super) other: bool,
    #[serde(default)]
    pub(super) keeps_tag: bool,
    #[serde(default, deserialize_with = "present")]
    pub(super) original: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) doc: Option<String>,
    #[serde(default)]
    pub(super) fields: Vec<Object<JsonField>>,
}

/// A key that is there has a value: `null` does not stand for its absence.
fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    value: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}

/// A JSON object. Serde on its own would also take a list of the values of its
/// keys.
pub(super) struct Object<T>(pub(super) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_map(ObjectVisitor(PhantomData))
    }
}

struct ObjectVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for ObjectVisitor<T> {
    type Value = Object<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Object<T>, A::Error> {
        T::deserialize(MapAccessDeserializer::new(map)).map(Object)
    }
}
