//! Objects of JSON, read key by key into what they are for: nothing is kept that has
//! no meaning, what is kept is counted, and a key may be there once.

use std::cell::Cell;
use std::fmt;

use serde::de::{DeserializeSeed, Error as _, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use crate::limits::Limits;

/// Longest name in bytes. Those of sections have 255 at most, those of fields are
/// expressions of C.
const LONGEST_NAME: usize = 512;

/// Reads a text that is one object.
pub(crate) fn read<'de, T: Object<'de>>(
    json: &'de [u8],
    limits: &Limits,
    object: T,
) -> serde_json::Result<T::Made> {
    let budget = Cell::new(limits.fields);
    let context = Context {
        budget: &budget,
        depth: limits.depth,
    };
    let mut json = serde_json::Deserializer::from_slice(json);
    let made = Map(context, object).deserialize(&mut json)?;
    json.end()?;
    Ok(made)
}

/// What may still be read, and how deep.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    budget: &'a Cell<u64>,
    depth: u32,
}

impl Context<'_> {
    /// Takes one of the fields and subsections that there may be.
    pub(crate) fn draw<E: serde::de::Error>(self) -> Result<(), E> {
        match self.budget.get().checked_sub(1) {
            Some(left) => self.budget.set(left),
            None => return Err(E::custom("it has too many fields")),
        }
        Ok(())
    }

    /// The context of what is inside a struct.
    pub(crate) fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.depth.checked_sub(1) {
            Some(depth) => Ok(Self { depth, ..self }),
            None => Err(E::custom("its structs nest too deep")),
        }
    }
}

/// An object that is being read.
pub(crate) trait Object<'de>: Sized {
    type Made;
    const WHAT: &'static str;

    /// Takes the value of `key`.
    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error>;

    fn made<E: serde::de::Error>(self) -> Result<Self::Made, E>;
}

/// Reads an object into what is given.
pub(crate) struct Map<'a, T>(pub(crate) Context<'a>, pub(crate) T);

impl<'de, T: Object<'de>> DeserializeSeed<'de> for Map<'_, T> {
    type Value = T::Made;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<T::Made, D::Error> {
        json.deserialize_map(self)
    }
}

impl<'de, T: Object<'de>> Visitor<'de> for Map<'_, T> {
    type Value = T::Made;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(T::WHAT)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T::Made, A::Error> {
        let Self(context, mut object) = self;
        while let Some(key) = map.next_key::<String>()? {
            object.key(context, &key, &mut map)?;
        }
        object.made()
    }
}

/// Reads a list of objects.
pub(crate) struct List<'a, T>(pub(crate) Context<'a>, pub(crate) fn() -> T);

impl<'de, T: Object<'de>> DeserializeSeed<'de> for List<'_, T> {
    type Value = Vec<T::Made>;

    fn deserialize<D: Deserializer<'de>>(self, json: D) -> Result<Self::Value, D::Error> {
        json.deserialize_seq(self)
    }
}

impl<'de, T: Object<'de>> Visitor<'de> for List<'_, T> {
    type Value = Vec<T::Made>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "a list, each {}", T::WHAT)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let Self(context, new) = self;
        let mut made = Vec::new();
        while let Some(object) = list.next_element_seed(Map(context, new()))? {
            context.draw()?;
            made.push(object);
        }
        Ok(made)
    }
}

/// A name, which is not longer than names are.
pub(crate) struct Name(String);

impl<'de> Deserialize<'de> for Name {
    fn deserialize<D: Deserializer<'de>>(json: D) -> Result<Self, D::Error> {
        let name = String::deserialize(json)?;
        match name.len() <= LONGEST_NAME {
            true => Ok(Self(name)),
            false => Err(D::Error::custom(format!(
                "a name has {} bytes; the longest that is read has {LONGEST_NAME}",
                name.len()
            ))),
        }
    }
}

impl From<Name> for String {
    fn from(name: Name) -> Self {
        name.0
    }
}

/// Takes the value of a key that may be there once.
pub(crate) fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    slot: &mut Option<T>,
    key: &str,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom(format!("the key {key:?} is there twice")));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

pub(crate) fn needed<T, E: serde::de::Error>(slot: Option<T>, key: &'static str) -> Result<T, E> {
    slot.ok_or_else(|| E::missing_field(key))
}
