//! Schemas from wherever they are kept: a directory, a JSON file, a binary.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::directory::INDEX;
use super::{SchemaSet, encoding};
use crate::binary;
use crate::error::{Error, Result};
use crate::text;

/// A device file can go on without end.
const MOST_BYTES: u64 = 256 << 20;

impl SchemaSet {
    /// Reads a directory that `export` wrote, a file of one schema or of a list
    /// of them, or a binary. `-` is the standard input, which like a pipe has
    /// JSON.
    ///
    /// # Errors
    ///
    /// If it is none of these, or has no schemas.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        let mut schemas = Self::default();
        if path == Path::new("-") {
            schemas.add_json(io::stdin(), "standard input".into())?;
        } else if is_pipe(path) {
            // What was read of it is gone: it is not read twice.
            schemas.add_json_file(path)?;
        } else if path.is_dir() {
            for file in schema_files(path)? {
                schemas.add_json_file(&file)?;
            }
        } else if is_json(path)? {
            schemas.add_json_file(path)?;
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

    fn add_json_file(&mut self, path: &Path) -> Result<()> {
        let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        self.add_json(file, text::path(path))
    }

    fn add_json(&mut self, input: impl Read, place: String) -> Result<()> {
        let mut bytes = Vec::new();
        input
            .take(MOST_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| Error::new(format!("{place}: cannot read it: {error}")))?;
        if bytes.len() as u64 > MOST_BYTES {
            return Err(Error::new(format!(
                "{place}: longer than {MOST_BYTES} bytes, which no schemas are"
            )));
        }
        let json = decoded(bytes, &place)?;
        let failed = |error| Error::new(format!("{place}: not JSON: {error}"));
        // As text, so that nothing of a schema is lost before it is checked.
        let whole: &RawValue = serde_json::from_str(&json).map_err(failed)?;
        if !whole.get().starts_with('[') {
            return self.add(json, place);
        }
        let schemas: Vec<&RawValue> = serde_json::from_str(&json).map_err(failed)?;
        schemas
            .iter()
            .try_for_each(|schema| self.add(schema.get().to_owned(), place.clone()))
    }
}

/// The text of a file, without a byte order mark.
fn decoded(bytes: Vec<u8>, place: &str) -> Result<String> {
    if let Some(encoding) = encoding::foreign(&bytes) {
        return Err(Error::new(format!("{place}: it is {encoding}, not UTF-8"))
            .hint("save it as UTF-8; PowerShell's `>` writes UTF-16, `schema-tool export -o` does not"));
    }
    let text = String::from_utf8(bytes)
        .map_err(|error| Error::new(format!("{place}: not UTF-8: {}", error.utf8_error())))?;
    Ok(match text.strip_prefix(encoding::BYTE_ORDER_MARK) {
        Some(text) => text.to_owned(),
        None => text,
    })
}

/// The files of a directory that have its schemas: those that the index lists,
/// so that what an older export left there does not count, and all must be there.
/// Without an index, all JSON files.
fn schema_files(directory: &Path) -> Result<Vec<PathBuf>> {
    match directory.join(INDEX) {
        index if index.exists() => listed_files(directory, &index),
        _ => json_files(directory),
    }
}

fn listed_files(directory: &Path, index: &Path) -> Result<Vec<PathBuf>> {
    #[derive(Deserialize)]
    struct Index {
        devices: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        file: PathBuf,
    }
    let bytes = fs::read(index).map_err(|error| unreadable(index, &error))?;
    let place = text::path(index);
    let json = decoded(bytes, &place)?;
    let read: Index = serde_json::from_str(&json).map_err(|error| {
        Error::new(format!("{place}: it is no index of schemas: {error}"))
            .hint("export anew, or remove the file: then all schemas beside it are read")
    })?;
    let entries = read.devices.into_iter().map(|entry| entry.file);
    entries
        .map(|file| match file.file_name() == Some(file.as_os_str()) {
            true => Ok(directory.join(file)),
            false => Err(Error::new(format!(
                "{place}: {} is no name of a file beside it",
                text::path(&file)
            ))),
        })
        .collect()
}

fn json_files(directory: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(directory).map_err(|error| unreadable(directory, &error))?;
    let mut files = Vec::new();
    for entry in entries {
        let path = entry.map_err(|error| unreadable(directory, &error))?.path();
        if path.extension() == Some(OsStr::new("json")) {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Neither a file nor a directory.
fn is_pipe(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|found| !found.is_file() && !found.is_dir())
}

/// Whether a file begins as JSON does; no binary does.
fn is_json(path: &Path) -> Result<bool> {
    let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
    let mut start = Vec::new();
    file.take(64)
        .read_to_end(&mut start)
        .map_err(|error| unreadable(path, &error))?;
    let mark = encoding::BYTE_ORDER_MARK.as_bytes();
    let text = start.strip_prefix(mark).unwrap_or(&start);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    Ok(matches!(first, Some(b'{' | b'[')) || encoding::foreign(&start).is_some())
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("{}: cannot read it: {error}", text::path(path)))
}
