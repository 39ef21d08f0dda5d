//! Schemas from wherever they are kept: a directory, a JSON file, a binary.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::SchemaSet;
use crate::binary;
use crate::error::{Error, Result};
use crate::text;

impl SchemaSet {
    /// Reads a directory that `export` wrote, a file of one schema or of a list
    /// of them, or a binary.
    ///
    /// # Errors
    ///
    /// If it is none of these, or has no schemas.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut schemas = Self::default();
        if path.is_dir() {
            for file in json_files(path)? {
                schemas.add_json(&file)?;
            }
        } else if is_json(path)? {
            schemas.add_json(path)?;
        } else {
            for found in binary::read(path)? {
                schemas.add(found.json, found.place)?;
            }
        }
        if schemas.len() == 0 {
            return Err(
                Error::new(format!("{}: there are no schemas in it", text::path(path)))
                    .hint("name a directory or file that `schema-tool export` wrote, or a binary"),
            );
        }
        Ok(schemas)
    }

    fn add_json(&mut self, path: &Path) -> Result<()> {
        let place = text::path(path);
        let json = fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let value: Value = serde_json::from_str(&json)
            .map_err(|error| Error::new(format!("{place}: not JSON: {error}")))?;
        match value {
            Value::Array(schemas) => schemas
                .iter()
                .try_for_each(|schema| self.add(schema.to_string(), place.clone())),
            _ => self.add(json, place),
        }
    }
}

/// The schemas in a directory, without the index.
fn json_files(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).map_err(|error| unreadable(directory, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(directory, &error))?.path();
        let is_index = path.file_name() == Some(OsStr::new(super::directory::INDEX));
        if path.extension() == Some(OsStr::new("json")) && !is_index {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Whether a file begins as JSON does; no binary does.
fn is_json(path: &Path) -> Result<bool> {
    use std::io::Read;
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut start = Vec::new();
    file.take(64)
        .read_to_end(&mut start)
        .map_err(|error| unreadable(path, &error))?;
    let first = start.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(matches!(first, Some(b'{' | b'[')))
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("{}: cannot read it: {error}", text::path(path)))
}
