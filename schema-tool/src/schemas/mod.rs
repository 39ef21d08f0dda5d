//! Schemas of different devices.

mod directory;
mod encoding;
mod form;
mod known;
mod open;
mod published;
mod releases;

pub(crate) use form::{Form, json_schemas};
pub(crate) use known::Known;
pub(crate) use open::{Kind, kind};
pub(crate) use published::Published;
pub(crate) use releases::Release;

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;
use std::rc::Rc;

use migratable::resolve::{TakenOver, counterpart, taken_over};
use migratable::schema::{Fingerprint, Schema};
use serde_json::Value;

use crate::error::{Error, Result};
use crate::text;

/// Name of a directory's index.
const INDEX: &str = "index.json";

/// Schemas by the name of their device.
#[derive(Debug, Default)]
pub(crate) struct SchemaSet {
    by_device: BTreeMap<String, Sourced>,
    /// How often one was added, also one that was there.
    added: usize,
    known: Known,
}

/// What became of a device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Change {
    Added,
    Removed,
    Changed,
    /// Its docs or units alone.
    Described,
}

/// A schema, its text, and the file that it was first met in, escaped.
#[derive(Debug)]
pub(crate) struct Sourced {
    schema: Rc<Schema>,
    json: Rc<str>,
    place: Rc<str>,
}

impl SchemaSet {
    /// Adds a schema that was found at `place`, as `what` of it. The same one again is no
    /// news; if two differ in their descriptions alone, which one is kept does not
    /// depend on the order in which they come.
    ///
    /// # Errors
    ///
    /// If the text is not a schema, or the device has another one already.
    pub(crate) fn add(
        &mut self,
        json: String,
        what: impl fmt::Display,
        place: impl Into<Rc<str>>,
    ) -> Result<()> {
        let place = place.into();
        let parsed = self.known.parse(&json);
        let (json, schema) = parsed.map_err(|error| match form::is_json_schema(&json) {
            true => form::not_read(&place),
            false => Error::new(format!("{place}: {what} is {error}")),
        })?;
        self.insert(json, schema, place)
    }

    fn insert(&mut self, json: Rc<str>, schema: Rc<Schema>, place: Rc<str>) -> Result<()> {
        let new = Sourced {
            schema,
            json,
            place,
        };
        self.added += 1;
        match self.by_device.entry(new.schema.device().to_owned()) {
            Entry::Vacant(entry) => {
                entry.insert(new);
            }
            Entry::Occupied(entry)
                if entry.get().schema.fingerprint() != new.schema.fingerprint() =>
            {
                return Err(conflict(entry.get(), &new));
            }
            Entry::Occupied(mut entry) => {
                if new.json < entry.get().json {
                    entry.insert(new);
                }
            }
        }
        Ok(())
    }

    /// The texts, with the fingerprints of their schemas.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (Fingerprint, Rc<str>)> {
        let schemas = self.by_device.values();
        schemas.map(|one| (one.schema.fingerprint(), Rc::clone(&one.json)))
    }

    /// The schemas, in the order of the devices' names.
    pub(crate) fn iter(&self) -> impl Iterator<Item = &Schema> {
        self.by_device.values().map(|found| &*found.schema)
    }

    /// The schema of a device.
    pub(crate) fn get(&self, device: &str) -> Option<&Schema> {
        self.by_device.get(device).map(|found| &*found.schema)
    }

    /// The schema of the device that the state of another release's is of: by its name, or
    /// by aliases.
    pub(crate) fn counterpart(&self, device: &Schema) -> Option<&Schema> {
        counterpart(device, self.iter())
    }

    /// What the devices take over from those of another release, as far as its schemas tell.
    pub(crate) fn takes_over<'s>(
        &'s self,
        release: impl Iterator<Item = &'s Schema>,
    ) -> Vec<TakenOver<'s>> {
        taken_over(release, self.iter())
    }

    /// The file that a device's schema is in, unless it came in another way.
    pub(crate) fn file(&self, device: &str) -> Option<&str> {
        let place = &self.by_device.get(device)?.place;
        // A member of an archive or a pipe has a place, too.
        Path::new(&**place).is_file().then_some(&**place)
    }

    /// How many devices there are.
    pub(crate) fn len(&self) -> usize {
        self.by_device.len()
    }

    /// The devices that differ from those of an older set, by name.
    pub(crate) fn changes_since<'a>(&'a self, old: &'a Self) -> Vec<(&'a str, Change)> {
        let names: BTreeSet<&String> = self.by_device.keys().chain(old.by_device.keys()).collect();
        let change = |name: &String| match (old.by_device.get(name), self.by_device.get(name)) {
            (None, _) => Some(Change::Added),
            (_, None) => Some(Change::Removed),
            (Some(old), Some(new)) if old.schema.fingerprint() != new.schema.fingerprint() => {
                Some(Change::Changed)
            }
            (Some(old), Some(new)) => (old.schema != new.schema).then_some(Change::Described),
        };
        let names = names.into_iter();
        names
            .filter_map(|name| Some((name.as_str(), change(name)?)))
            .collect()
    }

    /// All as one JSON array, in the order of the devices' names.
    pub(crate) fn to_json(&self, form: Form) -> Result<String> {
        let all = self.by_device.values().map(|found| form.of(found));
        pretty(&Value::Array(all.collect::<Result<_>>()?))
    }
}

fn conflict(one: &Sourced, other: &Sourced) -> Error {
    let device = one.schema.device();
    let (a, b) = match one.schema.fingerprint() < other.schema.fingerprint() {
        true => (one, other),
        false => (other, one),
    };
    let (x, y) = (a.schema.fingerprint(), b.schema.fingerprint());
    let schemas = match a.place == b.place {
        true => format!("{x} and {y}, both in {}", a.place),
        false => format!("{x} in {} and {y} in {}", a.place, b.place),
    };
    Error::new(format!("device `{device}` has two schemas: {schemas}")).hint(
        "two types use one name, or two releases of a crate are linked; of each device one \
         schema can be published",
    )
}

/// JSON with a line for each member and a line break at the end.
fn pretty(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string_pretty(value)
        .map(|json| text::json(&json) + "\n")
        .map_err(|error| Error::new(format!("cannot write JSON: {error}")))
}

fn internal(place: &str, what: &dyn std::fmt::Display) -> Error {
    Error::new(format!(
        "{place}: a schema cannot be written as it was read: {what}"
    ))
}
