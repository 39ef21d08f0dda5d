//! A schema's JSON as it is spelled, before anything is made of it.
//!
//! Lists and named types stay text: they are read one after the other, so that
//! no more of them is held than what they become.

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::collections::btree_map::Entry;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::de::{Error, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::super::ty::Type;
use super::flags::JsonFlag;
use super::object::{Information, Object};
use super::types;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonSchema<'a> {
    pub(super) format: u32,
    pub(super) device: String,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    pub(super) version: u32,
    pub(super) oldest: u32,
    pub(super) fingerprint: String,
    #[serde(default, deserialize_with = "present")]
    pub(super) original: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) doc: Option<String>,
    #[serde(rename = "_location", default, deserialize_with = "present")]
    pub(super) location: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) needed: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) takes_over: Option<Vec<Object<JsonTakenOver>>>,
    #[serde(rename = "type")]
    pub(super) ty: JsonType,
    #[serde(borrow)]
    pub(super) types: JsonTypes<'a>,
}

/// The named types, as text.
pub(super) struct JsonTypes<'a>(pub(super) BTreeMap<String, &'a RawValue>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonNamed<'a> {
    #[serde(default, deserialize_with = "present")]
    pub(super) original: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) doc: Option<String>,
    #[serde(rename = "_location", default, deserialize_with = "present")]
    pub(super) location: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) version: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    pub(super) older: Option<Vec<Object<JsonOlder>>>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) fields: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) subsections: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) variants: Option<&'a RawValue>,
    #[serde(rename = "_reserved", default, deserialize_with = "present")]
    pub(super) reserved: Option<Object<JsonReserved>>,
}

impl Information for JsonSchema<'_> {
    const KNOWN: &'static [&'static str] = &["_location"];
}

impl Information for JsonField<'_> {
    const KNOWN: &'static [&'static str] = &["_flags", "_location"];
}

impl Information for JsonVariant<'_> {
    const KNOWN: &'static [&'static str] = &["_location"];
}

impl Information for JsonNamed<'_> {
    const KNOWN: &'static [&'static str] = &["_location", "_reserved"];
}

/// A device of another release whose state is taken over.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonTakenOver {
    pub(super) device: String,
    pub(super) version: u32,
    #[serde(rename = "type")]
    pub(super) ty: JsonType,
}

/// What a type was in an older version.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonOlder {
    pub(super) version: u32,
    #[serde(rename = "type")]
    pub(super) ty: JsonType,
}

/// Names and tags that are not to be used again.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonReserved {
    #[serde(default)]
    pub(super) tags: Vec<JsonTags>,
    #[serde(default)]
    pub(super) names: Vec<String>,
}

/// The first and last of several tags; of one, its number is enough.
pub(super) struct JsonTags(pub(super) u32, pub(super) u32);

impl<'de> Deserialize<'de> for JsonTags {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(TagsVisitor)
    }
}

struct TagsVisitor;

impl<'de> Visitor<'de> for TagsVisitor {
    type Value = JsonTags;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a tag, or a list of the first and last of several")
    }

    fn visit_u64<E: Error>(self, tag: u64) -> Result<JsonTags, E> {
        let tag = u32::try_from(tag).map_err(|_| E::custom("a tag has 32 bits"))?;
        Ok(JsonTags(tag, tag))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<JsonTags, A::Error> {
        let mut next = || {
            list.next_element()?
                .ok_or_else(|| A::Error::custom("two tags are expected"))
        };
        let tags = JsonTags(next()?, next()?);
        match list.next_element::<u32>()? {
            None => Ok(tags),
            Some(_) => Err(A::Error::custom("two tags are expected")),
        }
    }
}

/// A field or, with a tag, a subsection.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonField<'a> {
    #[serde(default, deserialize_with = "present")]
    pub(super) tag: Option<u32>,
    #[serde(default, deserialize_with = "present")]
    pub(super) needed: Option<String>,
    #[serde(default)]
    pub(super) retired: bool,
    pub(super) name: String,
    #[serde(rename = "type")]
    pub(super) ty: JsonType,
    #[serde(default)]
    pub(super) aliases: Vec<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) default: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) fill: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) range: Option<Object<JsonRange<'a>>>,
    #[serde(default, deserialize_with = "present")]
    pub(super) max_len: Option<u64>,
    #[serde(default)]
    pub(super) must_match: bool,
    #[serde(default, deserialize_with = "present")]
    pub(super) allowed: Option<String>,
    #[serde(default)]
    pub(super) ignorable: bool,
    #[serde(default)]
    pub(super) sensitive: bool,
    #[serde(default, deserialize_with = "present")]
    pub(super) unit: Option<String>,
    #[serde(rename = "_flags", default)]
    pub(super) flags: Vec<JsonFlag>,
    #[serde(default, deserialize_with = "present")]
    pub(super) original: Option<String>,
    #[serde(default, deserialize_with = "present")]
    pub(super) doc: Option<String>,
    #[serde(rename = "_location", default, deserialize_with = "present")]
    pub(super) location: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonRange<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) min: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) max: Option<&'a RawValue>,
    #[serde(default)]
    pub(super) nonzero: bool,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) keys: Option<Object<JsonLimits<'a>>>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) values: Option<Object<JsonLimits<'a>>>,
}

/// The range of keys, or of values.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonLimits<'a> {
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) min: Option<&'a RawValue>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) max: Option<&'a RawValue>,
    #[serde(default)]
    pub(super) nonzero: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonVariant<'a> {
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
    #[serde(rename = "_location", default, deserialize_with = "present")]
    pub(super) location: Option<String>,
    #[serde(borrow, default, deserialize_with = "present")]
    pub(super) fields: Option<&'a RawValue>,
}

/// `{"element": T, "len": N}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonArray {
    pub(super) element: JsonType,
    pub(super) len: u64,
}

/// `{"key": K, "value": V}`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JsonMap {
    pub(super) key: JsonType,
    pub(super) value: JsonType,
}

/// A type whose references are names yet.
pub(super) enum JsonType {
    Name(&'static Type),
    Ref(Box<str>),
    Option(Box<JsonType>),
    List(Box<JsonType>),
    Set(Box<JsonType>),
    Array(Box<JsonArray>),
    Map(Box<JsonMap>),
    Tuple(Box<[JsonType]>),
}

impl<'de> Deserialize<'de> for JsonType {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_any(TypeVisitor)
    }
}

struct TypeVisitor;

impl<'de> Visitor<'de> for TypeVisitor {
    type Value = JsonType;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type, which is a string or an object")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<JsonType, E> {
        let ty = types::by_name(name).ok_or_else(|| E::custom(format!("unknown type `{name}`")))?;
        Ok(JsonType::Name(ty))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonType, A::Error> {
        let one_key = || A::Error::custom("a type is an object with one key");
        let kind: String = map.next_key()?.ok_or_else(one_key)?;
        let ty = content(&kind, &mut map)?;
        match map.next_key::<String>()? {
            None => Ok(ty),
            Some(key) if key == kind => Err(duplicate(&key)),
            Some(_) => Err(one_key()),
        }
    }
}

fn content<'de, A: MapAccess<'de>>(kind: &str, map: &mut A) -> Result<JsonType, A::Error> {
    Ok(match kind {
        "ref" => JsonType::Ref(map.next_value()?),
        "varint" => {
            let name: String = map.next_value()?;
            let ty = types::varint(&name).ok_or_else(|| {
                let what = format!("varint is for integers over 8 bits, which `{name}` is not");
                A::Error::custom(what)
            })?;
            JsonType::Name(ty)
        }
        "option" => JsonType::Option(map.next_value()?),
        "list" => JsonType::List(map.next_value()?),
        "set" => JsonType::Set(map.next_value()?),
        "array" => JsonType::Array(Box::new(map.next_value::<Object<_>>()?.0)),
        "map" => JsonType::Map(Box::new(map.next_value::<Object<_>>()?.0)),
        "tuple" => JsonType::Tuple(map.next_value()?),
        _ => return Err(A::Error::custom(format!("unknown kind of type `{kind}`"))),
    })
}

fn duplicate<E: Error>(key: &str) -> E {
    E::custom(format!("duplicate key `{key}`"))
}

impl<'de: 'a, 'a> Deserialize<'de> for JsonTypes<'a> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_map(TypesVisitor)
    }
}

struct TypesVisitor;

impl<'de> Visitor<'de> for TypesVisitor {
    type Value = JsonTypes<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of named types")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonTypes<'de>, A::Error> {
        let mut types = BTreeMap::new();
        while let Some(name) = map.next_key::<String>()? {
            match types.entry(name) {
                Entry::Vacant(entry) => entry.insert(map.next_value()?),
                Entry::Occupied(entry) => return Err(duplicate(entry.key())),
            };
        }
        Ok(JsonTypes(types))
    }
}

/// A key that is there has a value: `null` does not stand for its absence.
pub(super) fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    value: D,
) -> Result<Option<T>, D::Error> {
    T::deserialize(value).map(Some)
}
