//! Streams as JSON lines: recognised where a stream is opened.

use std::fs::File;
use std::io::{BufReader, Cursor, Read, Seek};
use std::path::Path;

use migratable::lines::{LinesError, LinesReader};
use migratable::stream::{Limits, StreamError, StreamWriter};
use migratable_qemu::compare::begins_dump;

use super::Spool;
use super::side_files::FromFiles;
use crate::error::{Error, Result};

/// Whether a text that begins so is a stream in lines, not a schema or another document.
pub(super) fn is_begun(start: &[u8]) -> bool {
    start.starts_with(br#"{"header":"#)
}

/// Bytes of the longest line that is held in memory.
const LONGEST_LINE: u64 = 24 << 20;

/// Bytes by which a text is recognised.
const BEGINNING: u64 = 256;

/// What can be done with an object that is no stream, if its beginning tells what it is.
fn other_use(beginning: &[u8]) -> Option<&'static str> {
    if is_begun(beginning) {
        return None;
    }
    if begins_dump(beginning) {
        return Some("dumps that QEMU's `-dump-vmstate` wrote are for `schema-tool qemu check`");
    }
    let inside = beginning.strip_prefix(b"{")?.trim_ascii_start();
    let is_schema = inside.starts_with(b"\"format\"");
    is_schema.then_some("schemas are for `schema-tool show` and `check`")
}

/// A binary stream, and whether it was lines before.
pub(super) struct Opened {
    pub(super) input: Box<dyn Read>,
    pub(super) is_lines: bool,
}

/// Hands an input on; lines are made a binary stream first, in a temporary file. `files`
/// is a directory with what they name, if they name files.
pub(super) fn open(name: &str, mut input: Box<dyn Read>, files: Option<&Path>) -> Result<Opened> {
    let failed = |error: &dyn std::fmt::Display| Error::new(format!("{name}: {error}"));
    let mut beginning = Vec::new();
    let read = input.by_ref().take(BEGINNING).read_to_end(&mut beginning);
    read.map_err(|error| failed(&format!("cannot read it: {error}")))?;
    let is_lines = beginning.starts_with(b"{");
    let other_use = other_use(&beginning);
    let input = Cursor::new(beginning).chain(input);
    if !is_lines {
        let input = Box::new(input);
        return Ok(Opened { input, is_lines });
    }
    let input = FromFiles::new(BufReader::new(input), files);
    let lines = LinesReader::new(BufReader::new(input), Limits::default());
    let lines = lines.map_err(|error| {
        let error = failed(&format!("it is no stream in JSON lines: {error}"));
        match other_use {
            Some(hint) => error.hint(hint),
            None => error,
        }
    })?;
    let binary = binary(lines).map_err(|error| match &error {
        LinesError::Stream(StreamError::Write { source, .. }) => failed(&format!(
            "the temporary file for its binary form cannot be written: {source}; TMPDIR says where \
             it is"
        )),
        error => failed(error),
    })?;
    let input = Box::new(BufReader::new(binary));
    Ok(Opened { input, is_lines })
}

fn binary<R: std::io::BufRead>(lines: LinesReader<R>) -> std::result::Result<File, LinesError> {
    let file = tempfile::tempfile()?;
    let mut writer = StreamWriter::new(file, lines.header(), Limits::default())?;
    lines.write_to_stored(&mut writer, LONGEST_LINE, Spool::new)?;
    let mut file = writer.finish()?;
    file.rewind()?;
    Ok(file)
}
