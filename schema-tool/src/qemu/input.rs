//! Streams, descriptions and dumps, from files.

use std::fs::File;
use std::io::{self, Cursor, Read};
use std::path::Path;

use migratable_qemu::compare::{Layouts, Side, is_dump};
use migratable_qemu::{self as qemu, Description, Limits, Stream};

use super::descriptions::{Descriptions, described};
use crate::error::{Error, Result};
use crate::terminal;
use crate::text;

/// One side of a comparison, from a file.
pub(crate) enum Input {
    Dump(Layouts),
    Stream(Vec<u8>, Box<Stream>, Description),
}

/// The bytes of a file, or of standard input for `-`, unpacked.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>> {
    let name = text::input(path);
    let failed = |error: &dyn std::fmt::Display| Error::new(format!("{name}: {error}"));
    let mut input: Box<dyn Read> = match path == Path::new("-") {
        true => Box::new(io::stdin()),
        false => {
            let opened = File::open(path);
            Box::new(opened.map_err(|error| failed(&format!("cannot read it: {error}")))?)
        }
    };
    let mut beginning = Vec::new();
    let read = input.by_ref().take(BEGINNING).read_to_end(&mut beginning);
    read.map_err(|error| failed(&format!("cannot read it: {error}")))?;
    if !may_be_read(&beginning) {
        // It says what it is, and there may be no end of it.
        return Ok(beginning);
    }
    let input = Cursor::new(beginning).chain(input);
    qemu::read_all(input, &Limits::default()).map_err(|error| failed(&error))
}

/// Bytes by which files are recognised.
const BEGINNING: u64 = 256;

/// Whether what begins so may be a stream or a dump, perhaps packed.
fn may_be_read(beginning: &[u8]) -> bool {
    const GZIP: [u8; 2] = [0x1f, 0x8b];
    let is_json = beginning.trim_ascii_start().starts_with(b"{");
    is_json || beginning.starts_with(&GZIP) || qemu::is_stream(beginning)
}

impl Input {
    /// Reads a stream or a dump. `foreign` is for streams that have no description.
    pub(crate) fn open(path: &Path, foreign: Option<&Descriptions>) -> Result<Self> {
        let name = text::input(path);
        let failed = |error: &dyn std::fmt::Display| Error::new(format!("{name}: {error}"));
        let bytes = read(path)?;
        let limits = Limits::default();
        if is_dump(&bytes) {
            let layouts = Layouts::of_dump(&bytes, &limits).map_err(|error| failed(&error))?;
            return Ok(Self::Dump(layouts));
        }
        let (stream, foreign) = described(&name, &bytes, foreign)?;
        for warning in &stream.warnings {
            terminal::print_note(format!("{name}: {warning}"));
        }
        if let Some(error) = &stream.error {
            return Err(failed(error));
        }
        let own = stream.description.as_ref().map(|(own, _)| own);
        let Some(description) = own.or(foreign).cloned() else {
            return Err(failed(&"nothing describes its devices").hint(
                "--description takes that of another stream of the same version and machine, or \
                 a directory of them",
            ));
        };
        Ok(Self::Stream(bytes, Box::new(stream), description))
    }

    /// It as a side of a comparison.
    pub(crate) fn side(&self) -> Side<'_> {
        match self {
            Self::Dump(layouts) => Side::dump(layouts.clone()),
            Self::Stream(bytes, stream, description) => Side::stream(bytes, stream, description),
        }
    }

    /// The devices that it has.
    pub(crate) fn layouts(&self) -> Layouts {
        match self {
            Self::Dump(layouts) => layouts.clone(),
            Self::Stream(_, _, description) => Layouts::of_description(description),
        }
    }
}
