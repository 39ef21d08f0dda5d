//! Streams, read with nothing but what they say about themselves.

mod bulk;
mod copy;
mod counted;
mod lines;
mod open;
mod pages;
mod part;
mod path_text;
mod pattern;
mod place;
mod read;
mod retired;
mod select;
mod sensitive;
mod side_files;
mod spool;
pub(crate) mod types;

use std::cell::Cell;
use std::rc::Rc;

use migratable::schema::Schema;
use migratable::stream::{Instance, Prologue, StreamReader};
use migratable::value::{self, Bytes, JsonForm, Violation};

pub(crate) use bulk::{BulkItem, BulkItems, KeepPages, PageNumbers};
pub(crate) use copy::{Change, Copied, TEMPORARY, What, lines_of};
pub(crate) use open::Beside;
pub(crate) use pages::PAGE;
pub(crate) use part::{Part, element_type};
pub(crate) use path_text::{Mark, PathText, Step};
pub(crate) use pattern::pattern;
pub(crate) use place::{Excerpt, Place};
pub(crate) use retired::Retired;
pub(crate) use select::Selection;
pub(crate) use sensitive::{SensitiveNames, has_sensitive};
pub(crate) use side_files::ToFiles;
pub(crate) use spool::Spool;

use counted::Counted;

use crate::error::Error;
use crate::qemu::Original;

/// Bytes of the longest section that is held in memory. Longer ones go to a [`Spool`].
const LONGEST: u64 = 8 << 20;

/// A stream whose prologue was read.
pub(crate) struct Source {
    /// Name of the file, escaped.
    name: String,
    reader: StreamReader<Counted>,
    /// Which bytes of bulk items are told apart, page by page.
    keeps_pages: KeepPages,
    /// Bytes that the reader has taken.
    taken: Rc<Cell<u64>>,
    prologue: Prologue,
    /// In the order of the stream; `None` for a text that is no schema.
    schemas: Rc<[Option<Schema>]>,
    /// What is wrong with the stream that it was made from, and with the texts that
    /// are no schemas.
    problems: Vec<Error>,
    /// It was read from JSON lines.
    is_lines: bool,
    /// That of QEMU's, if it was made from one.
    original: Option<Original>,
}

/// The state of an instance, or what could be read of it.
#[derive(Debug)]
pub(crate) struct Section<'a> {
    pub(crate) instance: &'a Instance,
    /// Where the payload is.
    pub(crate) place: Place,
    pub(crate) payload: Bytes<'a>,
    /// `None` if the stream has none that can be read.
    pub(crate) schema: Option<&'a Schema>,
    /// The version that it was sent with; of one of QEMU's, as QEMU counts them.
    pub(crate) version: Option<u32>,
    /// What was asked for, if it is there.
    pub(crate) part: Option<Part<'a>>,
    /// Where the payload departs from the schema.
    pub(crate) violation: Option<Violation>,
}

impl Section<'_> {
    /// What the prologue says of the device's configuration, as JSON.
    pub(crate) fn configuration(&self) -> Option<serde_json::Value> {
        let bytes = &*self.instance.configuration;
        let described = self.schema?.configuration().filter(|_| !bytes.is_empty())?;
        let item = match value::read(described.ty(), bytes) {
            Ok(item) => item,
            Err(_) => return Some("(it is not one of the device's schema)".into()),
        };
        serde_json::to_value(JsonForm::new(described.ty(), &item.value, true)).ok()
    }

    /// What the prologue says of the device besides its name, for people: what it is, and a
    /// text that is not escaped.
    pub(crate) fn said(&self) -> impl Iterator<Item = (&'static str, String)> {
        let configuration = self.configuration().map(|json| json.to_string());
        let aliases = self.instance.aliases.iter();
        let aliases: Vec<String> = aliases
            .map(|alias| format!("{}#{}", alias.path, alias.instance_id))
            .collect();
        let aliases = (!aliases.is_empty()).then(|| aliases.join(", "));
        let said = [("configuration", configuration), ("aliases", aliases)];
        said.into_iter()
            .filter_map(|(what, text)| Some((what, text?)))
    }

    /// The bytes that no schema explains, or why they are not shown.
    ///
    /// # Errors
    ///
    /// Unless `reveal`: whatever is sensitive is among them.
    pub(crate) fn raw(&self, reveal: bool) -> Result<Bytes<'_>, &'static str> {
        match self.schema {
            Some(_) => Ok((&[]).into()),
            None if reveal || self.payload.is_empty() => Ok(self.payload),
            None => Err(
                "(not shown: no schema says what of it is sensitive; --show-sensitive shows it)",
            ),
        }
    }
}

/// What a stream held.
#[derive(Debug, Default)]
pub(crate) struct Contents {
    pub(crate) bulk: BulkItems,
    /// The instances whose section did not come, of a stream that is damaged.
    pub(crate) unread: Vec<Instance>,
    /// The devices that were not needed when they were saved: there is no state of them.
    pub(crate) absent: Vec<Instance>,
    /// Bytes of the stream that were read.
    pub(crate) bytes: u64,
    /// It was made from a stream without checksums.
    pub(crate) unchecked: bool,
    /// The stream itself is damaged, and was not read to its end.
    pub(crate) stopped: bool,
    /// All that is wrong, in the order in which it was met.
    pub(crate) problems: Vec<Error>,
}
