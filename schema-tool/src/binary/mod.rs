//! Schemas out of compiled code, for any machine, without running it.

mod absent;
mod container;
mod foreign;
mod sections;

use std::io::Read;
use std::rc::Rc;

use object::FileKind;

use crate::error::{Error, Result};

/// Larger files are refused: they are read into memory.
const MAX_FILE: u64 = 4 << 30;

/// Archives in universal files in archives: so deep do files nest.
const MAX_DEPTH: u32 = 3;

/// The text of a schema record.
#[derive(Debug)]
pub(crate) struct Found {
    /// The schema as JSON, if the record was made by the derive.
    pub(crate) json: String,
    /// The file, with the member of an archive, escaped. All records of a file share
    /// it.
    pub(crate) place: Rc<str>,
}

/// The schema records of a binary: an ELF, Mach-O, PE or COFF file, or an
/// archive (`.rlib`, `.a`, `.lib`) or universal file of such. In no particular
/// order; the same one may come several times. The place is its name, escaped.
///
/// # Errors
///
/// If the file cannot be read, is none of these, is damaged, or has no record.
pub(crate) fn read(place: &str, input: impl Read) -> Result<Vec<Found>> {
    let data = contents(place, input)?;
    let mut search = Search::of(data.len());
    search.file(&data, place, 0)?;
    if search.found.is_empty() {
        return Err(absent::error(place, &search));
    }
    Ok(search.found)
}

/// Whether a file that begins so is a binary, so that it is worth reading to its end where
/// it need not have one.
pub(crate) fn is_begun(start: &[u8]) -> bool {
    // What else there is of a PE file stands further behind.
    start.starts_with(b"MZ") || FileKind::parse(start).is_ok()
}

fn contents(place: &str, input: impl Read) -> Result<Vec<u8>> {
    let mut data = Vec::new();
    (input.take(MAX_FILE + 1).read_to_end(&mut data))
        .map_err(|error| Error::new(format!("{place}: cannot read it: {error}")))?;
    if data.len() as u64 > MAX_FILE {
        return Err(Error::new(format!("{place}: it is larger than 4 GiB"))
            .hint("strip its debug information (`strip -g`); the schemas stay"));
    }
    Ok(data)
}

/// What was met on the way through a file.
#[derive(Debug, Default)]
struct Search {
    found: Vec<Found>,
    /// How many more bytes sections of records may have. They are parts of the file,
    /// so that those that do not overlap have no more than it.
    records: usize,
    /// How many more bytes the files in it may have: at each depth, no more than it.
    parts: usize,
    /// Objects that were looked into.
    objects: usize,
    /// Members that are for a link-time optimizer to compile.
    bitcode: usize,
    /// Sections of the right name whose content was taken out.
    emptied: usize,
    /// Objects whose list of sections was taken out.
    sectionless: usize,
}

impl Search {
    /// Of a file of so many bytes.
    fn of(len: usize) -> Self {
        Self {
            records: len,
            parts: len.saturating_mul(MAX_DEPTH as usize + 1),
            ..Self::default()
        }
    }

    /// A file in another one. Both kinds that hold others say where they are, and may
    /// say it of the same bytes again and again.
    fn part(&mut self, data: &[u8], place: &str, depth: u32) -> Result<()> {
        match self.parts.checked_sub(data.len()) {
            Some(left) => self.parts = left,
            None => return Err(overlapping(place, "the files in it")),
        }
        self.file(data, place, depth)
    }

    fn file(&mut self, data: &[u8], place: &str, depth: u32) -> Result<()> {
        if depth > MAX_DEPTH {
            return Err(Error::new(format!(
                "{place}: archives nest deeper than {MAX_DEPTH}"
            )));
        }
        match FileKind::parse(data) {
            Ok(FileKind::Archive) => self.archive(data, place, depth),
            Ok(FileKind::MachOFat32 | FileKind::MachOFat64) => self.universal(data, place, depth),
            Ok(FileKind::CoffImport) => Ok(()),
            Ok(_) => self.object(data, place),
            Err(_) if depth > 0 => {
                self.bitcode += usize::from(foreign::is_bitcode(data));
                Ok(())
            }
            Err(_) => Err(foreign::error(data, place)),
        }
    }
}

/// Parts of a file have more bytes together than it.
fn overlapping(place: &str, what: &str) -> Error {
    Error::new(format!("{place}: it is damaged: {what} overlap"))
}

/// What the parser of the file format says.
fn damaged(place: &str, error: object::Error) -> Error {
    Error::new(format!(
        "{place}: the file is damaged or incomplete: {error}"
    ))
}
