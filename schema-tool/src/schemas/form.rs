//! What is written of a device's schema.

use migratable::schema::Schema;
use migratable::value;
use serde_json::Value;

use super::{INDEX, Sourced, internal, pretty};
use crate::error::{Error, Result};

/// What is written of each device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Form {
    /// The schema itself, which all commands read
    #[default]
    #[value(name = "schema")]
    Schemas,
    /// JSON Schema (2020-12) of the values in `inspect --format json` and in lines of JSON
    #[value(name = "json-schema")]
    JsonSchemas,
}

impl Form {
    pub(super) const ALL: [Self; 2] = [Self::Schemas, Self::JsonSchemas];

    /// How many devices, as a sentence begins: "the schemas of 3 devices".
    pub(crate) fn of_devices(self, count: usize) -> String {
        let what = match self {
            Self::Schemas => "schema",
            Self::JsonSchemas => "JSON Schema",
        };
        match count {
            1 => format!("the {what} of 1 device"),
            count => format!("the {what}s of {count} devices"),
        }
    }

    /// The file that lists the others of this form.
    pub(super) fn index(self) -> &'static str {
        match self {
            Self::Schemas => INDEX,
            Self::JsonSchemas => "index.schema.json",
        }
    }

    /// What follows a device's name in the name of its file.
    pub(super) fn ending(self) -> &'static str {
        match self {
            Self::Schemas => ".json",
            Self::JsonSchemas => ".schema.json",
        }
    }

    /// A device's file.
    ///
    /// # Errors
    ///
    /// If the schema cannot be written as it was read.
    pub(super) fn file(self, found: &Sourced) -> Result<String> {
        let text = pretty(&self.of(found)?)?;
        if self == Self::Schemas {
            match Schema::from_json(&text) {
                Ok(schema) if schema == *found.schema => {}
                Ok(_) => {
                    return Err(internal(&found.place, &"formatting changed the schema"));
                }
                Err(error) => return Err(internal(&found.place, &error)),
            }
        }
        Ok(text)
    }

    /// What is written of one device.
    pub(super) fn of(self, found: &Sourced) -> Result<Value> {
        match self {
            Self::Schemas => {
                serde_json::from_str(&found.json).map_err(|error| internal(&found.place, &error))
            }
            Self::JsonSchemas => Ok(value::json_schema(&found.schema)),
        }
    }
}

/// The JSON Schema of one device, or the list of those of several.
pub(crate) fn json_schemas(schemas: &[&Schema]) -> Result<String> {
    match schemas {
        [only] => pretty(&value::json_schema(only)),
        all => {
            let all = all.iter().map(|schema| value::json_schema(schema));
            pretty(&all.collect::<Vec<_>>())
        }
    }
}

/// Whether a document says of itself that it is a JSON Schema.
pub(super) fn is_json_schema(json: &str) -> bool {
    #[derive(serde::Deserialize)]
    struct Start {
        #[serde(rename = "$schema")]
        schema: String,
    }
    let start = serde_json::from_str::<Start>(json);
    start.is_ok_and(|start| start.schema.contains("//json-schema.org/"))
}

pub(super) fn not_read(place: &str) -> Error {
    Error::new(format!(
        "{place}: it is a JSON Schema, which says what JSON a device's values become; the \
         device's own schema cannot be made of it"
    ))
    .hint(
        "name what `schema-tool export` wrote without `--format json-schema`, a binary, or a \
         stream",
    )
}
