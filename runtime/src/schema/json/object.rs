//! JSON objects: those that have exactly their keys, and those that later writers
//! may add information to.

use alloc::borrow::Cow;
use alloc::collections::BTreeSet;
use alloc::format;
use alloc::string::String;
use core::fmt;
use core::marker::PhantomData;

use serde::de::value::MapAccessDeserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};

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

/// A JSON object that may have keys for information besides its own: those whose
/// first character is `_`, which later writers may add.
pub(super) struct Informed<T>(pub(super) T);

/// Keys for information that are not passed over.
pub(super) trait Information {
    const KNOWN: &'static [&'static str] = &[];
}

impl<'de, T: Deserialize<'de> + Information> Deserialize<'de> for Informed<T> {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        json.deserialize_map(InformedVisitor(PhantomData))
    }
}

struct InformedVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de> + Information> Visitor<'de> for InformedVisitor<T> {
    type Value = Informed<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Informed<T>, A::Error> {
        let passed = BTreeSet::new();
        let known = T::KNOWN;
        let map = MapAccessDeserializer::new(WithoutInformation { map, known, passed });
        T::deserialize(map).map(Informed)
    }
}

/// The members of an object but those for information, which are passed over.
struct WithoutInformation<A> {
    map: A,
    known: &'static [&'static str],
    passed: BTreeSet<String>,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for WithoutInformation<A> {
    type Error = A::Error;

    fn next_key_seed<K: DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(Key(key)) = self.map.next_key()? {
            if !key.starts_with('_') || self.known.contains(&&*key) {
                return seed.deserialize(key.into_deserializer()).map(Some);
            }
            let key = key.into_owned();
            if self.passed.contains(&key) {
                return Err(A::Error::custom(format!("duplicate key `{key}`")));
            }
            self.passed.insert(key);
            let IgnoredAny = self.map.next_value()?;
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, A::Error> {
        self.map.next_value_seed(seed)
    }
}

/// A key, borrowed if no character of it is escaped.
#[derive(Deserialize)]
#[serde(transparent)]
struct Key<'a>(#[serde(borrow)] Cow<'a, str>);
