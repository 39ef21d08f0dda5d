//! The bytes of bulk items in files beside JSON lines, instead of in them.
//!
//! A line then has `file`, `at` and `len` in place of `bytes`: the name of a file, where in
//! it the bytes begin, and how many they are. The files have numbers for names, so that no
//! name from a stream is ever one on this system.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufRead, Cursor, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use migratable::stream::BULK_CHUNK;
use serde::{Deserialize, Serialize};

use crate::text;

/// What a line about bulk bytes begins with, as the library writes it.
const BULK: &[u8] = br#"{"bulk":"#;

/// A line that names a file is shorter than this.
const SHORT: u64 = 16 << 10;

/// So many items have files. The bytes of others stay in the lines.
const MOST_FILES: usize = 1 << 12;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line<'l> {
    #[serde(borrow)]
    bulk: Frame<'l>,
}

/// A bulk frame.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Frame<'l> {
    #[serde(borrow)]
    name: Cow<'l, str>,
    offset: Cow<'l, str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    bytes: Option<Cow<'l, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    file: Option<Cow<'l, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Cow<'l, str>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    len: Option<Cow<'l, str>>,
}

/// Takes lines with bytes, and hands them on with names of files.
pub(crate) struct ToFiles<'o> {
    out: &'o mut dyn Write,
    directory: PathBuf,
    /// For each item the number of its file, and how many bytes that has.
    items: HashMap<String, (usize, u64)>,
    /// The beginning of a line, or all of one about bulk bytes.
    line: Vec<u8>,
    /// The line is not about bulk bytes, and passes.
    passes: bool,
}

impl<'o> ToFiles<'o> {
    /// Has files written to a directory that is there and empty.
    pub(crate) fn new(out: &'o mut dyn Write, directory: &Path) -> Self {
        Self {
            out,
            directory: directory.to_owned(),
            items: HashMap::new(),
            line: Vec::new(),
            passes: false,
        }
    }

    /// Writes the line that is complete.
    fn end_line(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        match self.with_file(&line)? {
            Some(shorter) => {
                self.out.write_all(&shorter)?;
                self.out.write_all(b"\n")
            }
            None => self.out.write_all(&line),
        }
    }

    fn with_file(&mut self, line: &[u8]) -> io::Result<Option<Vec<u8>>> {
        let Line { bulk } = serde_json::from_slice(line)?;
        let Some(bytes) = bulk.bytes.as_deref().and_then(from_hex) else {
            return Ok(None);
        };
        let next = self.items.len();
        if next >= MOST_FILES && !self.items.contains_key(&*bulk.name) {
            return Ok(None);
        }
        let (number, len) = self
            .items
            .entry(bulk.name.clone().into_owned())
            .or_insert((next, 0));
        let name = file_name(*number);
        let mut options = OpenOptions::new();
        let options = match *len {
            0 => options.write(true).create(true).truncate(true),
            _ => options.append(true),
        };
        options
            .open(self.directory.join(&name))?
            .write_all(&bytes)?;
        let at = *len;
        *len += bytes.len() as u64;
        let line = Line {
            bulk: Frame {
                bytes: None,
                file: Some(name.into()),
                at: Some(at.to_string().into()),
                len: Some(bytes.len().to_string().into()),
                ..bulk
            },
        };
        Ok(Some(serde_json::to_vec(&line)?))
    }
}

impl Write for ToFiles<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let len = end.map_or(bytes.len(), |end| end + 1);
        let part = bytes.get(..len).unwrap_or_default();
        if self.passes {
            self.out.write_all(part)?;
        } else {
            self.line.extend_from_slice(part);
            let begun = self.line.len().min(BULK.len());
            let is_bulk = self.line.get(..begun) == BULK.get(..begun);
            if !is_bulk {
                self.out.write_all(&std::mem::take(&mut self.line))?;
                self.passes = true;
            } else if end.is_some() {
                self.end_line()?;
            }
        }
        self.passes &= end.is_none();
        Ok(len)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

/// Takes lines with names of files, and hands them on with the bytes.
pub(crate) struct FromFiles<R> {
    input: R,
    /// `None`: no line may name a file.
    directory: Option<PathBuf>,
    ready: Cursor<Vec<u8>>,
    /// What comes is the rest of a long line.
    passes: bool,
    number: u64,
}

impl<R: BufRead> FromFiles<R> {
    pub(crate) fn new(input: R, directory: Option<&Path>) -> Self {
        Self {
            input,
            directory: directory.map(Path::to_owned),
            ready: Cursor::default(),
            passes: false,
            number: 0,
        }
    }

    /// The next line, or so much of it as is looked at.
    fn read_line(&mut self) -> io::Result<Vec<u8>> {
        let mut line = Vec::new();
        self.input
            .by_ref()
            .take(SHORT)
            .read_until(b'\n', &mut line)?;
        let is_whole = line.ends_with(b"\n") || (line.len() as u64) < SHORT;
        if !self.passes
            && is_whole
            && let Some(longer) = self.with_bytes(&line)?
        {
            line = longer;
        }
        self.passes = !line.ends_with(b"\n");
        self.number += u64::from(!self.passes);
        Ok(line)
    }

    /// The line with the bytes, if it names a file.
    fn with_bytes(&self, line: &[u8]) -> io::Result<Option<Vec<u8>>> {
        // What is wrong with other lines, their reader says.
        let Ok(Line { bulk }) = serde_json::from_slice(line) else {
            return Ok(None);
        };
        let Some(file) = &bulk.file else {
            return Ok(None);
        };
        let wrong = |problem: String| {
            let number = self.number + 1;
            io::Error::new(ErrorKind::InvalidData, format!("line {number}: {problem}"))
        };
        let Some(directory) = &self.directory else {
            return Err(wrong(
                "its bytes are in a file beside; `schema-tool convert --bulk-dir DIR` makes a \
                 whole stream of both"
                    .to_owned(),
            ));
        };
        let bytes = bytes_in(directory, file, &bulk).map_err(wrong)?;
        let line = Line {
            bulk: Frame {
                bytes: Some(text::hex(&bytes).replace(' ', "").into()),
                file: None,
                at: None,
                len: None,
                ..bulk
            },
        };
        let mut line = serde_json::to_vec(&line)?;
        line.push(b'\n');
        Ok(Some(line))
    }
}

impl<R: BufRead> Read for FromFiles<R> {
    fn read(&mut self, to: &mut [u8]) -> io::Result<usize> {
        if self.ready.position() >= self.ready.get_ref().len() as u64 {
            self.ready = Cursor::new(self.read_line()?);
        }
        self.ready.read(to)
    }
}

fn file_name(number: usize) -> String {
    format!("{number}.bin")
}

/// The bytes that a line is about, from a file that has a name as this tool gives it.
fn bytes_in(directory: &Path, name: &str, frame: &Frame<'_>) -> Result<Vec<u8>, String> {
    let shown = text::quoted(name);
    let number = name
        .strip_suffix(".bin")
        .and_then(|number| number.parse().ok());
    if number.map(file_name).as_deref() != Some(name) {
        return Err(format!(
            "{shown} is no name of such a file: they are called 0.bin, 1.bin and so on"
        ));
    }
    let digits = |text: &Option<Cow<'_, str>>, key: &str| {
        let number = text.as_deref().and_then(|text| text.parse::<u64>().ok());
        number.ok_or_else(|| format!("`{key}` must be a string of digits"))
    };
    let (at, len) = (digits(&frame.at, "at")?, digits(&frame.len, "len")?);
    if frame.bytes.is_some() {
        return Err("it has both `bytes` and `file`".to_owned());
    }
    if len > BULK_CHUNK as u64 {
        return Err(format!(
            "it tells of {len} bytes, and a line has at most {BULK_CHUNK}"
        ));
    }
    let path = directory.join(name);
    let failed = |problem: &dyn std::fmt::Display| format!("{}: {problem}", text::path(&path));
    let metadata = fs::symlink_metadata(&path).map_err(|error| failed(&error))?;
    if !metadata.is_file() {
        return Err(failed(&"it is no file"));
    }
    let mut file = File::open(&path).map_err(|error| failed(&error))?;
    file.seek(SeekFrom::Start(at))
        .map_err(|error| failed(&error))?;
    let mut bytes = Vec::new();
    file.take(len)
        .read_to_end(&mut bytes)
        .map_err(|error| failed(&error))?;
    match bytes.len() as u64 == len {
        true => Ok(bytes),
        false => Err(failed(&format_args!(
            "it ends before the {len} bytes from byte {at} on"
        ))),
    }
}

/// Bytes from pairs of digits.
fn from_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let pairs = text.as_bytes().chunks(2);
    let bytes = pairs.map(|pair| match pair {
        [high, low] => u8::try_from(digit(high)? << 4 | digit(low)?).ok(),
        _ => None,
    });
    bytes.collect()
}
