//! Schemas from wherever they are kept: a directory, a JSON file, a binary, a stream.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, BufReader, Cursor, Read};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use migratable::stream::SentSchema;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::{INDEX, Known, SchemaSet, encoding};
use crate::binary;
use crate::error::{Error, Result};
use crate::stream::{Beside, Source};
use crate::terminal::Watched;
use crate::{text, whole};

/// So many bytes of a file tell what it is.
const START: u64 = 64;

impl SchemaSet {
    /// Reads all schemas of a directory that `export` wrote, a file of one schema or of
    /// a list of them, a binary or a stream. `-` is the standard input.
    ///
    /// # Errors
    ///
    /// If it is none of these, or has no schemas.
    pub(crate) fn open(path: &Path) -> Result<Self> {
        Self::open_sharing(path, &Known::default())
    }

    /// None yet, with what was read already.
    pub(crate) fn sharing(known: &Known) -> Self {
        Self {
            known: known.clone(),
            ..Self::default()
        }
    }

    /// The same as `open`, with what was read already.
    ///
    /// # Errors
    ///
    /// As of [`open`](Self::open).
    pub(crate) fn open_sharing(path: &Path, known: &Known) -> Result<Self> {
        let mut schemas = Self::sharing(known);
        schemas.add_all_of(path)?;
        Ok(schemas)
    }

    /// Adds all schemas of such a file or directory.
    ///
    /// # Errors
    ///
    /// As of [`open`](Self::open).
    pub(crate) fn add_all_of(&mut self, path: &Path) -> Result<()> {
        self.add_opened(path, kind(path)?)
    }

    /// The same of what is open already.
    ///
    /// # Errors
    ///
    /// As of [`open`](Self::open).
    pub(crate) fn add_opened(&mut self, path: &Path, kind: Kind) -> Result<()> {
        let before = self.added;
        match kind {
            Kind::Directory => {
                for file in schema_files(path)? {
                    self.add_json_file(&file)?;
                }
            }
            Kind::Json(name, input) => self.add_json(input, name)?,
            Kind::Stream(name, input) => {
                let source = self.known.source(name, input)?;
                self.add_stream(source)?;
            }
            Kind::Binary(name, input) => {
                for found in binary::read(&name, input)? {
                    self.add(found.json, "a schema record", found.place)?;
                }
            }
        }
        match self.added == before {
            true => Err(none_in(path)),
            false => Ok(()),
        }
    }

    fn add_stream(&mut self, mut source: Source) -> Result<()> {
        let place: Rc<str> = source.name().into();
        let texts = source.prologue().schemas.clone();
        // All are schemas, or the stream says which is none.
        let _ = source.schemas()?;
        let texts = texts.iter().map(SentSchema::json).enumerate();
        let mut texts = texts.filter_map(|(number, json)| Some((number, json?.to_owned())));
        texts.try_for_each(|(number, json)| {
            self.add(json, format_args!("schema {number}"), Rc::clone(&place))
        })
    }

    fn add_json_file(&mut self, path: &Path) -> Result<()> {
        let file = fs::File::open(path).map_err(|error| unreadable(path, &error))?;
        self.add_json(file, text::path(path))
    }

    fn add_json(&mut self, input: impl Read, place: String) -> Result<()> {
        let bytes = whole::read_from(input)
            .map_err(|error| Error::new(format!("{place}: cannot read it: {error}")))?;
        let json = decoded(bytes, &place)?;
        if let Some((json, schema)) = self.known.get(&json) {
            return self.insert(json, schema, place.into());
        }
        let failed = |error| Error::new(format!("{place}: not JSON: {error}"));
        // As text, so that nothing of a schema is lost before it is checked.
        let whole: &RawValue = serde_json::from_str(&json).map_err(failed)?;
        if !whole.get().starts_with('[') {
            return self.add(json, "it", place);
        }
        let schemas: Vec<&RawValue> = serde_json::from_str(&json).map_err(failed)?;
        let place: Rc<str> = place.as_str().into();
        let mut schemas = schemas.iter().enumerate();
        schemas.try_for_each(|(number, schema)| {
            let (json, place) = (schema.get().to_owned(), Rc::clone(&place));
            self.add(json, format_args!("entry {number} of the list"), place)
        })
    }
}

impl Known {
    /// Opens a stream, which finds here what it only names.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or does not begin as a stream.
    pub(crate) fn source(&self, name: String, input: Box<dyn Read>) -> Result<Source> {
        let beside = Beside {
            schemas: &|reference| self.published().find(reference),
            ..Beside::NOTHING
        };
        Source::new(name, input, &beside)
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

/// The files that an index lists.
pub(super) fn listed_files(directory: &Path, index: &Path) -> Result<Vec<PathBuf>> {
    #[derive(Deserialize)]
    struct Index {
        devices: Vec<Entry>,
    }
    #[derive(Deserialize)]
    struct Entry {
        file: PathBuf,
    }
    let bytes = whole::read(index).map_err(|error| unreadable(index, &error))?;
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

/// What is to be read; an input comes with its name, escaped.
pub(crate) enum Kind {
    Directory,
    Json(String, Box<dyn Read>),
    Stream(String, Box<dyn Read>),
    Binary(String, Box<dyn Read>),
}

/// Says what is to be read, by its beginning. What is none of these is taken for a binary if
/// it is a file, and else for JSON.
///
/// # Errors
///
/// If it cannot be read.
pub(crate) fn kind(path: &Path) -> Result<Kind> {
    if path.is_dir() {
        return Ok(Kind::Directory);
    }
    let failed = |error| unreadable(path, &error);
    let name = text::input(path);
    let (mut input, is_file): (Box<dyn Read>, _) = match path == Path::new("-") {
        true => (Box::new(io::stdin()), false),
        false => {
            let file = fs::File::open(path).map_err(failed)?;
            let is_file = file.metadata().map_err(failed)?.is_file();
            let file = Watched::file(&name, file);
            (Box::new(BufReader::new(file)), is_file)
        }
    };
    let mut start = Vec::new();
    input
        .by_ref()
        .take(START)
        .read_to_end(&mut start)
        .map_err(failed)?;
    let is_stream = Source::is_begun(&start);
    let is_binary = !is_json(&start) && (is_file || binary::is_begun(&start));
    // What was read of a pipe is gone: it is not read twice.
    let whole = Box::new(Cursor::new(start).chain(input));
    Ok(match (is_stream, is_binary) {
        (true, _) => Kind::Stream(name, whole),
        (false, true) => Kind::Binary(name, whole),
        (false, false) => Kind::Json(name, whole),
    })
}

/// Whether a file begins as JSON does; no binary does.
fn is_json(start: &[u8]) -> bool {
    let mark = encoding::BYTE_ORDER_MARK.as_bytes();
    let text = start.strip_prefix(mark).unwrap_or(start);
    let first = text.iter().find(|byte| !byte.is_ascii_whitespace());
    matches!(first, Some(b'{' | b'[')) || encoding::foreign(start).is_some()
}

fn none_in(path: &Path) -> Error {
    Error::new(format!("{}: there are no schemas in it", text::path(path)))
        .hint("name a directory or file that `schema-tool export` wrote, a binary, or a stream")
}

fn unreadable(path: &Path, error: &std::io::Error) -> Error {
    Error::new(format!("{}: cannot read it: {error}", text::path(path)))
}
