//! Reads dumps of VMState: what `-dump-vmstate` writes.

use std::collections::HashMap;

use serde_json::{Map, Value};

use super::model::{Def, Device, Item, Kind, Layouts};
use crate::error::{Error, Result};
use crate::limits::Limits;
use crate::text::shown;

/// The key of a dump under which the machine is.
const MACHINE: &str = "vmschkmachine";

/// Whether a text could be a dump: JSON of an object, which no stream is.
pub fn is_dump(beginning: &[u8]) -> bool {
    beginning.trim_ascii_start().starts_with(b"{")
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
        let dump: Map<String, Value> = serde_json::from_slice(json)
            .map_err(|error| Error::new(format!("not a dump of VMState: {error}")))?;
        let mut reader = Reader {
            left: limits.fields,
            depth: limits.depth,
            lengths: 0,
        };
        let mut devices = Vec::new();
        for (key, section) in dump.iter().filter(|(key, _)| *key != MACHINE) {
            let layout = reader.section(section).map_err(|error| error.below(key))?;
            devices.push(Device {
                key: key.clone(),
                layout,
            });
        }
        if devices.is_empty() {
            return Err(Error::new("not a dump of VMState: it has no devices"));
        }
        let has_lengths = reader.lengths > 0;
        Ok(Self {
            devices,
            from_dump: true,
            has_lengths,
        })
    }
}

struct Reader {
    left: u64,
    depth: u32,
    /// Arrays whose length is said.
    lengths: u64,
}

impl Reader {
    /// A device: the description, and the versions of the section.
    fn section(&mut self, json: &Value) -> Result<Def> {
        let description = json
            .get("Description")
            .ok_or_else(|| Error::new("it has no Description"))?;
        let mut def = self.def(description)?;
        def.version = number(json, "version_id").unwrap_or(def.version);
        def.minimum = number(json, "minimum_version_id").unwrap_or(def.minimum);
        Ok(def)
    }

    fn def(&mut self, json: &Value) -> Result<Def> {
        self.depth = self
            .depth
            .checked_sub(1)
            .ok_or_else(|| Error::new("its structs nest too deep"))?;
        let name = json.get("name").and_then(Value::as_str).unwrap_or_default();
        let mut def = Def {
            name: name.into(),
            version: number(json, "version_id").unwrap_or(0),
            minimum: number(json, "minimum_version_id").unwrap_or(0),
            ..Def::default()
        };
        let mut declared: HashMap<String, u32> = HashMap::new();
        for field in list(json, "Fields")? {
            let mut item = self.item(field)?;
            let count = declared.entry(item.name.clone()).or_default();
            item.declaration = *count;
            *count += 1;
            def.items.push(item);
        }
        for part in list(json, "Subsections")? {
            self.draw()?;
            let part = self.def(part).map_err(|error| error.below(name))?;
            def.subsections.push(part);
        }
        self.depth += 1;
        Ok(def)
    }

    fn item(&mut self, json: &Value) -> Result<Item> {
        self.draw()?;
        let name = json
            .get("field")
            .and_then(Value::as_str)
            .ok_or_else(|| Error::new("a field has no name"))?;
        let below = |error: Error| error.below(name);
        let count = number(json, "num").and_then(|count| u64::try_from(count).ok());
        self.lengths += u64::from(count.is_some());
        let kind = match json.get("Description") {
            Some(inner) => Kind::Struct(Box::new(self.def(inner).map_err(below)?)),
            None if name.starts_with("unused") => Kind::Unused,
            None => Kind::Plain,
        };
        let size = number(json, "size").and_then(|size| u64::try_from(size).ok());
        Ok(Item {
            name: name.into(),
            declaration: 0,
            size: size.ok_or_else(|| below(Error::new("its size is no number from 0")))?,
            count,
            since: number(json, "version_id").unwrap_or(0),
            conditional: json
                .get("field_exists")
                .and_then(Value::as_bool)
                .unwrap_or(false),
            kind,
        })
    }

    fn draw(&mut self) -> Result<()> {
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => return Err(Error::new("it has too many fields")),
        }
        Ok(())
    }
}

fn number(json: &Value, key: &str) -> Option<i64> {
    json.get(key).and_then(Value::as_i64)
}

/// A list; some descriptions have none.
fn list<'v>(json: &'v Value, key: &str) -> Result<&'v [Value]> {
    match json.get(key) {
        None => Ok(&[]),
        Some(Value::Array(list)) => Ok(list),
        Some(_) => Err(Error::new(format!("{} is no list", shown(key)))),
    }
}
