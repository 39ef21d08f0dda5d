//! Reads dumps of VMState: what `-dump-vmstate` writes.

use std::collections::HashMap;

use serde::de::{Error as _, IgnoredAny, MapAccess};

use super::model::{Def, Device, Item, Kind, Layouts, Others};
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::object::{self, Context, List, Map, Name, Object, needed, once};

/// The key of a dump under which the machine is.
const MACHINE: &str = "vmschkmachine";

/// Whether a text could be a dump: JSON of an object, which no stream is.
pub fn is_dump(beginning: &[u8]) -> bool {
    beginning.trim_ascii_start().starts_with(b"{")
}

/// Whether a text begins as a dump does, and not as any other object: its first member is
/// an object, whose first member is its name.
pub fn begins_dump(beginning: &[u8]) -> bool {
    let token = |text: &mut &[u8], token: &[u8]| {
        let rest = text.trim_ascii_start().strip_prefix(token);
        rest.map(|rest| *text = rest)
    };
    let key = |text: &mut &[u8]| {
        token(text, b"\"")?;
        let end = text.iter().position(|byte| *byte == b'"')?;
        *text = text.get(end + 1..)?;
        Some(())
    };
    let mut text = beginning;
    token(&mut text, b"{")
        .and_then(|()| key(&mut text))
        .and_then(|()| token(&mut text, b":"))
        .and_then(|()| token(&mut text, b"{"))
        .and_then(|()| token(&mut text, b"\"Name\""))
        .is_some()
}

impl Layouts {
    /// Reads a dump.
    ///
    /// # Errors
    ///
    /// If it is not JSON, not a dump, or not within `limits`.
    pub fn of_dump(json: &[u8], limits: &Limits) -> Result<Self> {
        if json.len() as u64 > limits.description_len {
            return Err(Error::new(format!(
                "the dump has {} bytes; at most {} are read",
                json.len(),
                limits.description_len
            )));
        }
        let devices = object::read(json, limits, Top::default())
            .map_err(|error| Error::new(format!("not a dump of VMState: {error}")))?;
        if devices.is_empty() {
            return Err(Error::new("not a dump of VMState: it has no devices"));
        }
        let has_lengths = devices.iter().any(|device| has_lengths(&device.layout));
        Ok(Self {
            devices,
            from_dump: true,
            has_lengths,
        })
    }
}

/// Whether it says the length of an array.
fn has_lengths(def: &Def) -> bool {
    let says = |item: &Item| match &item.kind {
        _ if item.count.is_some() => true,
        Kind::Struct(inner) => has_lengths(inner),
        _ => false,
    };
    def.items.iter().any(says) || def.subsections.iter().any(has_lengths)
}

/// The devices, by their types.
#[derive(Default)]
struct Top {
    devices: HashMap<String, Def>,
    seen_machine: bool,
}

impl<'de> Object<'de> for Top {
    type Made = Vec<Device>;
    const WHAT: &'static str = "an object of devices";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        let is_again = match key {
            MACHINE => std::mem::replace(&mut self.seen_machine, true),
            key => self.devices.contains_key(key),
        };
        match key {
            _ if is_again => {
                let problem = format!("the key {key:?} is there twice");
                return Err(A::Error::custom(problem));
            }
            MACHINE => drop(map.next_value::<IgnoredAny>()?),
            key => {
                context.draw()?;
                let device = map.next_value_seed(Map(context, Section::default()))?;
                self.devices.insert(key.into(), device);
            }
        }
        Ok(())
    }

    fn made<E: serde::de::Error>(self) -> Result<Vec<Device>, E> {
        let devices = self.devices.into_iter();
        let mut devices: Vec<Device> = devices
            .map(|(key, layout)| Device {
                found_by: key.clone(),
                key,
                layout,
            })
            .collect();
        devices.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(devices)
    }
}

/// A device: its description, and the versions of its section.
#[derive(Default)]
struct Section {
    version: Option<i64>,
    minimum: Option<i64>,
    description: Option<Def>,
}

impl<'de> Object<'de> for Section {
    type Made = Def;
    const WHAT: &'static str = "a device, which is an object";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "version_id" => once(&mut self.version, key, map),
            "minimum_version_id" => once(&mut self.minimum, key, map),
            "Description" => description(&mut self.description, context, map),
            _ => map.next_value::<IgnoredAny>().map(drop),
        }
    }

    fn made<E: serde::de::Error>(self) -> Result<Def, E> {
        let mut def = needed(self.description, "Description")?;
        def.version = self.version.unwrap_or(def.version);
        def.minimum = self.minimum.unwrap_or(def.minimum);
        Ok(def)
    }
}

/// A struct or subsection.
#[derive(Default)]
struct DefParts {
    name: Option<Name>,
    version: Option<i64>,
    minimum: Option<i64>,
    items: Option<Vec<Item>>,
    subsections: Option<Vec<Def>>,
}

impl<'de> Object<'de> for DefParts {
    type Made = Def;
    const WHAT: &'static str = "a description, which is an object";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "name" => once(&mut self.name, key, map)?,
            "version_id" => once(&mut self.version, key, map)?,
            "minimum_version_id" => once(&mut self.minimum, key, map)?,
            "Fields" if self.items.is_none() => {
                self.items = Some(map.next_value_seed(List(context, FieldParts::default))?);
            }
            "Subsections" if self.subsections.is_none() => {
                let parts = List(context.deeper()?, Self::default);
                self.subsections = Some(map.next_value_seed(parts)?);
            }
            "Fields" | "Subsections" => {
                let problem = format!("the key {key:?} is there twice");
                return Err(A::Error::custom(problem));
            }
            _ => drop(map.next_value::<IgnoredAny>()?),
        }
        Ok(())
    }

    fn made<E: serde::de::Error>(self) -> Result<Def, E> {
        let mut items = self.items.unwrap_or_default();
        let mut declared: HashMap<String, u32> = HashMap::new();
        for item in &mut items {
            let count = declared.entry(item.name.clone()).or_default();
            item.declaration = *count;
            *count = count.saturating_add(1);
        }
        let def = Def {
            fields: 0,
            len: None,
            name: self.name.map(String::from).unwrap_or_default(),
            version: self.version.unwrap_or(0),
            minimum: self.minimum.unwrap_or(0),
            items,
            subsections: self.subsections.unwrap_or_default(),
        };
        Ok(def.counted())
    }
}

/// A field.
#[derive(Default)]
struct FieldParts {
    name: Option<Name>,
    version: Option<i64>,
    conditional: Option<bool>,
    count: Option<i64>,
    size: Option<u64>,
    description: Option<Def>,
}

impl<'de> Object<'de> for FieldParts {
    type Made = Item;
    const WHAT: &'static str = "a field, which is an object";

    fn key<A: MapAccess<'de>>(
        &mut self,
        context: Context<'_>,
        key: &str,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "field" => once(&mut self.name, key, map),
            "version_id" => once(&mut self.version, key, map),
            "field_exists" => once(&mut self.conditional, key, map),
            "num" => once(&mut self.count, key, map),
            "size" => once(&mut self.size, key, map),
            "Description" => description(&mut self.description, context, map),
            _ => map.next_value::<IgnoredAny>().map(drop),
        }
    }

    fn made<E: serde::de::Error>(self) -> Result<Item, E> {
        let name: String = needed(self.name, "field")?.into();
        let kind = match self.description {
            Some(inner) => Kind::Struct(Box::new(inner)),
            None if name.starts_with("unused") => Kind::Unused,
            None => Kind::Plain,
        };
        Ok(Item {
            name,
            declaration: 0,
            size: needed(self.size, "size")?,
            count: self.count.and_then(|count| u64::try_from(count).ok()),
            since: self.version.unwrap_or(0),
            conditional: self.conditional.unwrap_or(false),
            kind,
            others: Others::new(),
        })
    }
}

/// Takes the description of a device or field, which may be there once.
fn description<'de, A: MapAccess<'de>>(
    slot: &mut Option<Def>,
    context: Context<'_>,
    map: &mut A,
) -> Result<(), A::Error> {
    if slot.is_some() {
        return Err(A::Error::custom("the key \"Description\" is there twice"));
    }
    *slot = Some(map.next_value_seed(Map(context.deeper()?, DefParts::default()))?);
    Ok(())
}
