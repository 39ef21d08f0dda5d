//! From a file to a stream whose prologue was read.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read};
use std::path::Path;
use std::rc::Rc;

use migratable::Budget;
use migratable::schema::Schema;
use migratable::stream::{
    Instance, Limits, MAGIC, Prologue, SchemaReference, SentSchema, StreamError, StreamReader,
};

use super::counted::Counted;
use super::sensitive::{SensitiveNames, is_open, marked};
use super::{KeepPages, Source, lines};
use crate::error::{Error, Result};
use crate::packed;
use crate::qemu;
use crate::terminal::Watched;
use crate::text;

/// What to do where a stream lacks a schema.
const BRING: &str = "`--schemas RELEASE` gives it, if the release that saved the state is one";

/// What a stream needs that does not say all of itself.
#[derive(Clone, Copy)]
pub(crate) struct Beside<'a> {
    /// What describes a stream of QEMU's that does not: a file, or a directory of them.
    pub(crate) description: Option<&'a Path>,
    /// Finds the text of a schema that is not in the stream.
    pub(crate) schemas: &'a dyn Fn(&SchemaReference) -> Option<String>,
    /// A directory with what lines name, if they name files.
    pub(crate) files: Option<&'a Path>,
}

impl Beside<'_> {
    /// Nothing.
    pub(crate) const NOTHING: Self = Self {
        description: None,
        schemas: &|_| None,
        files: None,
    };
}

impl Source {
    /// Opens a file, or standard input for `-`, and reads the prologue.
    ///
    /// # Errors
    ///
    /// If it cannot be read, or does not begin as a stream.
    pub(crate) fn open(path: &Path, beside: &Beside<'_>) -> Result<Self> {
        let (name, input) = input(path)?;
        Self::new(name, input, beside)
    }

    /// Whether a file that begins so is to be read as a stream: of ours, of QEMU's, or
    /// packed, or lines. Sixteen bytes are enough.
    pub(crate) fn is_begun(start: &[u8]) -> bool {
        const GZIP: [u8; 2] = [0x1f, 0x8b];
        let ours = MAGIC.get(..4).unwrap_or(&MAGIC);
        let is_binary = start.starts_with(ours) || migratable_qemu::is_stream(start);
        is_binary || start.starts_with(&GZIP) || lines::is_begun(start)
    }

    /// The same of an input that is open already. `name` is escaped.
    ///
    /// # Errors
    ///
    /// As of `open`.
    pub(crate) fn new(name: String, input: Box<dyn Read>, beside: &Beside<'_>) -> Result<Self> {
        let opened = qemu::open(&name, input, beside.description)?;
        let lines::Opened { input, is_lines } = lines::open(&name, opened.input, beside.files)?;
        let (input, taken) = Counted::new(input);
        let failed = |error: StreamError| {
            let start = match &error {
                StreamError::NotAStream { start, .. } => &start[..],
                _ => &[],
            };
            let packed = packed::kind(&name, start);
            let error = Error::new(format!("{name}: {error}"));
            match packed {
                Some((_, hint)) => error.hint(hint),
                None => error,
            }
        };
        let mut reader = StreamReader::new(input, Limits::default()).map_err(failed)?;
        reader.bring_schemas(beside.schemas).map_err(failed)?;
        let prologue = reader.prologue().clone();
        let mut problems = opened.problems;
        let users = users(&prologue);
        let budget = Limits::default().budget();
        let parse = |(index, sent): (usize, &SentSchema)| {
            let of = || of_devices(&name, index, users.get(&index).copied());
            let problem = match (
                sent.json().map(|json| parsed(json, &budget)),
                sent.reference(),
            ) {
                (Some(Ok(schema)), _) => return Some(schema),
                (Some(Err(problem)), _) => Error::new(format!("{}, {problem}", of())),
                (None, Some(reference)) => {
                    let problem = format!("{}, is not in the stream: it is {reference}", of());
                    Error::new(problem).hint(format!(
                        "{BRING}; `schema-tool convert` then writes a stream that has it"
                    ))
                }
                (None, None) => Error::new(format!("{}, is of no form that is known here", of())),
            };
            problems.push(problem);
            None
        };
        let schemas = prologue.schemas.iter().enumerate().map(parse).collect();
        Ok(Self {
            name,
            reader,
            keeps_pages: KeepPages::None,
            taken,
            prologue,
            schemas,
            problems,
            is_lines,
            original: opened.original,
        })
    }

    /// Has the bytes of bulk items told apart, which takes time.
    pub(crate) fn keep_pages(&mut self, which: KeepPages) {
        self.keeps_pages = which;
    }

    /// Has all fields of devices hidden that have one of the names that are given for the
    /// device, whether or not the stream's schemas mark them.
    pub(crate) fn hide(&mut self, devices: &BTreeMap<String, SensitiveNames>) {
        let hidden = |schema: &Schema| {
            let names = devices.get(schema.device());
            names.filter(|names| is_open(schema, names))
        };
        if !self.readable_schemas().any(|one| hidden(one).is_some()) {
            return;
        }
        let texts = self.prologue.schemas.iter();
        let schemas = self.schemas.iter().zip(texts);
        let schemas = schemas.map(|(schema, sent)| match schema {
            Some(schema) => match hidden(schema) {
                Some(names) => marked(sent.json()?, names),
                None => Schema::from_json(sent.json()?).ok(),
            },
            None => None,
        });
        self.schemas = schemas.collect();
    }

    /// Whether it was read from JSON lines.
    pub(crate) fn is_lines(&self) -> bool {
        self.is_lines
    }

    /// Name of the file, escaped.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }

    /// The schemas that can be read.
    pub(crate) fn readable_schemas(&self) -> impl Iterator<Item = &Schema> {
        self.schemas.iter().flatten()
    }

    /// All schemas, in the order of the stream, to keep.
    pub(crate) fn shared_schemas(&self) -> Rc<[Option<Schema>]> {
        Rc::clone(&self.schemas)
    }

    /// Whether another program's stream was made into one of ours.
    pub(crate) fn is_imported(&self) -> bool {
        self.original.is_some()
    }

    pub(crate) fn prologue(&self) -> &Prologue {
        &self.prologue
    }

    /// The schemas, all of which must be some.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong with the stream so far.
    pub(crate) fn schemas(&mut self) -> Result<impl Iterator<Item = &Schema>> {
        match self.problems.is_empty() {
            true => Ok(self.schemas.iter().flatten()),
            false => Err(self.problems.remove(0)),
        }
    }
}

/// A schema, or what is wrong with it. A load draws as much, so what is not parsed here
/// is not loaded either.
fn parsed(json: &str, budget: &Budget) -> std::result::Result<Schema, String> {
    /// Bytes of memory for each byte of the text, at most.
    const PARSED: usize = 128;
    budget
        .draw_elements(json.len(), PARSED)
        .map_err(|exceeded| format!("is not looked at: {exceeded}"))?;
    Schema::from_json(json).map_err(|error| format!("is {error}"))
}

fn input(path: &Path) -> Result<(String, Box<dyn Read>)> {
    let name = text::input(path);
    if path == Path::new("-") {
        let input = Watched::endless(&name, io::stdin());
        return Ok((name, Box::new(BufReader::new(input))));
    }
    let failed = |error| Error::new(format!("{name}: cannot read it: {error}"));
    if fs::metadata(path).map_err(failed)?.is_dir() {
        return Err(Error::new(format!(
            "{name}: it is a directory, not a stream"
        )));
    }
    let file = File::open(path).map_err(failed)?;
    let file = Watched::file(&name, file);
    Ok((name, Box::new(BufReader::new(file))))
}

/// For each schema the first instance that it is of, and the number of all.
fn users(prologue: &Prologue) -> BTreeMap<usize, (&Instance, usize)> {
    let mut users = BTreeMap::new();
    for instance in &prologue.instances {
        let (_, count) = users
            .entry(instance.schema as usize)
            .or_insert((instance, 0));
        *count += 1;
    }
    users
}

/// Which schema of which stream it is, and of which devices.
fn of_devices(name: &str, index: usize, users: Option<(&Instance, usize)>) -> String {
    let of = match users {
        None => "of no device".to_owned(),
        Some((only, 1)) => format!("of device {only}"),
        Some((first, count)) => format!("of device {first} and {} more", count - 1),
    };
    format!("{name}: schema {index}, {of}")
}
