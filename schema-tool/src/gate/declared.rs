//! Where a device is declared, for those who are to mend it.

use std::fmt;

use migratable::schema::{Path, Schema};

use crate::schemas::SchemaSet;
use crate::text;

/// A device, and where people find it.
pub(super) struct Declared<'a> {
    pub(super) name: &'a str,
    /// Where its schema is, if that is a file.
    pub(super) file: Option<&'a str>,
    /// As the new release has it: in its sources things can be changed.
    schema: Option<&'a Schema>,
}

impl<'a> Declared<'a> {
    /// In one of two releases, the new one if it is there.
    pub(super) fn new(name: &'a str, old: Option<&'a SchemaSet>, new: &'a SchemaSet) -> Self {
        Self {
            name,
            file: (new.file(name)).or_else(|| old.and_then(|old| old.file(name))),
            schema: new.get(name),
        }
    }

    /// Where in the source what a path leads to is, as far as the schema says.
    pub(super) fn location(&self, path: &str) -> Option<Location> {
        let path: Path = path.parse().unwrap_or_default();
        let location = self.schema?.location_of(&path)?;
        Some(Location::of(&location.text()))
    }
}

/// A line of a file.
#[derive(Clone, Debug)]
pub(crate) struct Location {
    pub(super) file: String,
    /// Counted from 1.
    pub(super) line: u64,
}

impl Location {
    /// Reads `src/uart.rs:12`. What has no line is a file.
    fn of(text: &str) -> Self {
        let split = text.rsplit_once(':');
        let read = split.and_then(|(file, line)| Some((file, line.parse().ok()?)));
        let (file, line) = read.unwrap_or((text, 1));
        Self {
            file: file.to_owned(),
            line,
        }
    }
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", text::plain(&self.file), self.line)
    }
}
