//! From lines to a stream.

use core::fmt::Display;
use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};

use serde_json::value::RawValue;

use super::error::{LinesError, of_json};
use super::long::{Rest, Spilled};
use super::no_store::NoStore;
use super::section::{Content, Section};
use super::wire::{self, Line};
use crate::schema::{Schema, Type, TypeRef};
use crate::stream::{
    FORMAT_VERSION, Header, Instance, InstanceAlias, Limits, SchemaReference, StreamWriter,
};
use crate::value::{self, Bytes, Encoding, Store};

/// How the line of a section begins.
const SECTION: &[u8] = br#"{"section":"#;

/// Reads a stream that was written as JSON lines.
///
/// ```
/// use migratable::lines::{LinesReader, write_lines};
/// use migratable::stream::{Header, Limits, StreamReader, StreamWriter};
///
/// let header = Header::new("example", "1");
/// let mut writer = StreamWriter::new(Vec::new(), &header, Limits::default()).unwrap();
/// writer.instances(&[]).unwrap();
/// writer.bulk("ram", 4096, b"abc").unwrap();
/// let stream = writer.finish().unwrap();
///
/// let mut reader = StreamReader::new(&stream[..], Limits::default()).unwrap();
/// let mut lines = Vec::new();
/// assert!(write_lines(&mut reader, &mut lines).unwrap());
///
/// let lines = LinesReader::new(&lines[..], Limits::default()).unwrap();
/// let mut writer = StreamWriter::new(Vec::new(), lines.header(), Limits::default()).unwrap();
/// lines.write_to(&mut writer).unwrap();
/// assert_eq!(writer.finish().unwrap(), stream);
/// ```
#[derive(Debug)]
pub struct LinesReader<R> {
    input: R,
    /// Lines that were read.
    number: u64,
    /// Bytes that a line has at most.
    longest: u64,
    /// Bytes that a section has at most.
    section: u64,
    header: Header,
    /// The line that is being read.
    text: Vec<u8>,
}

impl<R: BufRead> LinesReader<R> {
    /// Reads the first line.
    ///
    /// # Errors
    ///
    /// If the input fails, or does not begin as a stream in this form.
    pub fn new(input: R, limits: Limits) -> Result<Self, LinesError> {
        let mut reader = Self {
            input,
            number: 0,
            // Bytes are two digits each; of numbers more, but then there are not so many.
            longest: limits.frame_len.saturating_mul(8).min(limits.memory),
            section: limits.frame_len,
            header: Header::new("", ""),
            text: Vec::new(),
        };
        let header = match reader.line()? {
            Some(Line::Header(header)) => header,
            _ => return Err(reader.wrong("a stream begins with a `header`")),
        };
        if header.format != u32::from(FORMAT_VERSION) {
            let (found, ours) = (header.format, FORMAT_VERSION);
            return Err(reader.wrong(format!("it is of format {found}, and this reads {ours}")));
        }
        reader.header = Header::new(header.producer, header.producer_version);
        Ok(reader)
    }

    /// Who wrote the stream.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// Writes all that follows the header.
    ///
    /// # Errors
    ///
    /// If the input fails or is not a whole stream, a value does not fit its schema, or
    /// the output fails.
    pub fn write_to<W: Write>(self, writer: &mut StreamWriter<W>) -> Result<(), LinesError> {
        self.write_to_stored(writer, u64::MAX, || NoStore)
    }

    /// As [`write_to`](Self::write_to), with a bound on memory: what lines of more than `most`
    /// bytes say of sections goes to stores that `store` makes, and from there to the output.
    /// Maps, sets, texts and subsections are held in memory all the same.
    ///
    /// # Errors
    ///
    /// If a store fails, or as [`write_to`](Self::write_to).
    pub fn write_to_stored<W: Write, S: Store + 'static>(
        mut self,
        writer: &mut StreamWriter<W>,
        most: u64,
        mut store: impl FnMut() -> S,
    ) -> Result<(), LinesError> {
        let (mut schemas, mut instances) = (Schemas::default(), Instances::default());
        let (mut sections, mut bulk_frames) = (0_u64, 0_u64);
        loop {
            let is_whole = self.next_text(most)?;
            if self.text.starts_with(SECTION) {
                let all = (&instances, &schemas);
                let is_read = match is_whole {
                    true => self.section(all, writer)?,
                    false => {
                        self.long_section(all, writer, &mut store)?;
                        true
                    }
                };
                if is_read {
                    sections += 1;
                    continue;
                }
            }
            let Some(line) = self.parsed(is_whole)? else {
                return Err(self.wrong("the stream is cut off: there is no `end`"));
            };
            match line {
                Line::Header(_) => return Err(self.wrong("there is a second `header`")),
                Line::Metadata(metadata) => {
                    let value = match (metadata.text, metadata.bytes) {
                        (Some(text), None) => text.into_bytes(),
                        (None, Some(bytes)) => bytes.0,
                        _ => return Err(self.wrong("metadata have either `text` or `bytes`")),
                    };
                    writer.metadata(&metadata.key, &value)?;
                }
                Line::Item(item) => {
                    let item = item.read().map_err(|problem| self.wrong(problem))?;
                    writer.declare(&item)?;
                }
                Line::Schema(raw) => {
                    let json = text(&raw).map_err(|error| self.wrong(of_json(&error)))?;
                    writer.schema(&json)?;
                    schemas.add(&json);
                }
                Line::SchemaReference(line) => {
                    let problem = "a fingerprint is 32 lower-case hexadecimal digits";
                    let reference = line.read().ok_or_else(|| self.wrong(problem))?;
                    writer.schema_reference(&reference)?;
                    schemas.add_reference(&reference);
                }
                Line::Instances(all) => {
                    let read = Instances::new(all, &schemas);
                    instances = read.map_err(|problem| self.wrong(problem))?;
                    writer.instances(&instances.all)?;
                }
                Line::Section(section) => {
                    sections += 1;
                    let (index, payload) = instances
                        .payload(section, &schemas)
                        .map_err(|problem| self.wrong(problem))?;
                    writer.section(index, &payload)?;
                }
                Line::Bulk(bulk) => {
                    bulk_frames += 1;
                    writer.bulk(&bulk.name, bulk.offset.0, &bulk.bytes.0)?;
                }
                Line::Zeros(zeros) => {
                    bulk_frames += 1;
                    writer.zeros(&zeros.name, zeros.offset.0, zeros.len.0)?;
                }
                Line::End(end) => {
                    if (end.sections, end.bulk_frames) != (sections, bulk_frames) {
                        return Err(self.wrong(format!(
                            "it tells of {} sections and {} bulk frames, and there are {sections} \
                             and {bulk_frames}: lines are missing, or came twice",
                            end.sections, end.bulk_frames
                        )));
                    }
                    return match self.line()? {
                        None => Ok(()),
                        Some(_) => Err(self.wrong("nothing may follow the `end`")),
                    };
                }
            }
        }
    }

    /// The next line that is not empty.
    fn line(&mut self) -> Result<Option<Line>, LinesError> {
        let is_whole = self.next_text(u64::MAX)?;
        self.parsed(is_whole)
    }

    /// Reads the next line that is not empty, but not more than `most` bytes of it. Says
    /// whether that is all. Behind the last one there are no bytes.
    fn next_text(&mut self, most: u64) -> Result<bool, LinesError> {
        self.skip_blank()?;
        self.text.clear();
        let most = most.min(self.longest);
        let mut input = self.input.by_ref().take(most);
        if input.read_until(b'\n', &mut self.text)? > 0 {
            self.number += 1;
        }
        Ok(self.text.last() == Some(&b'\n') || (self.text.len() as u64) < most)
    }

    fn parsed(&self, is_whole: bool) -> Result<Option<Line>, LinesError> {
        if self.text.is_empty() {
            return Ok(None);
        }
        if !is_whole {
            return Err(self.wrong(format!(
                "it is longer than the {} bytes that are left for such a line",
                self.text.len()
            )));
        }
        let read = serde_json::from_slice(&self.text);
        read.map(Some).map_err(|error| self.wrong(of_json(&error)))
    }

    /// Writes the section that a line is about, if it is as most are. Else the line is read
    /// once more, which says what is wrong.
    fn section<W: Write>(
        &self,
        (instances, schemas): (&Instances, &Schemas),
        writer: &mut StreamWriter<W>,
    ) -> Result<bool, LinesError> {
        let find = |path: &str, id| instances.find(path, id, schemas);
        let section = Section::new(&find, Encoding::new());
        let Ok(text) = str::from_utf8(&self.text) else {
            return Ok(false);
        };
        let read = section.read(serde_json::Deserializer::from_str(text));
        let Ok((Content::Value(index, ty), encoding)) = read else {
            return Ok(false);
        };
        let payload = encoding.into_bytes();
        if value::read(ty, &payload).is_err() {
            return Ok(false);
        }
        writer.section(index, &payload)?;
        Ok(true)
    }

    /// The same of a line of which only the beginning was read.
    fn long_section<W: Write, S: Store + 'static>(
        &mut self,
        (instances, schemas): (&Instances, &Schemas),
        writer: &mut StreamWriter<W>,
        store: &mut impl FnMut() -> S,
    ) -> Result<(), LinesError> {
        let find = |path: &str, id| instances.find(path, id, schemas);
        let (spilled, encoding) = Spilled::new(store(), self.section);
        // What takes a byte can take a name in JSON.
        let longest = self.section.saturating_mul(64);
        let rest = Rest::new(&self.text, &mut self.input, longest, self.longest);
        let json = serde_json::Deserializer::from_reader(BufReader::new(rest));
        let read = Section::new(&find, encoding).read(json);
        if let Some(error) = spilled.problem() {
            return Err(error.into());
        }
        let (content, encoding) = read.map_err(|problem| self.wrong(problem))?;
        let (index, ty) = match content {
            Content::Value(index, ty) => (index, ty),
            Content::Payload(index, payload) => return Ok(writer.section(index, &payload)?),
        };
        let counts = encoding.spill();
        if let Some(error) = spilled.problem() {
            return Err(error.into());
        }
        let counts = counts.ok_or_else(|| self.wrong("its value is too long"))?;
        let stored = spilled.with_counts(counts, store())?;
        let mut payload = Bytes::stored(&stored);
        let tested = value::read_stored(ty, payload).whole();
        tested.map_err(|violation| self.wrong(violation))?;
        Ok(writer.section_from(index, payload.len() as u64, &mut payload)?)
    }

    /// Passes over blanks and blank lines, of which nothing is kept.
    fn skip_blank(&mut self) -> Result<(), LinesError> {
        /// More is none between lines.
        const MOST: usize = 1 << 20;
        let mut passed = 0;
        loop {
            let ahead = self.input.fill_buf()?;
            let blank = ahead.iter().take_while(|byte| byte.is_ascii_whitespace());
            let (blank, lines) = blank.fold((0, 0), |(blank, lines), byte| {
                (blank + 1, lines + u64::from(*byte == b'\n'))
            });
            let is_over = blank == 0;
            self.input.consume(blank);
            self.number += lines;
            passed += blank;
            if passed > MOST {
                return Err(self.wrong(format!("there are more than {MOST} blanks before it")));
            }
            if is_over {
                return Ok(());
            }
        }
    }

    fn wrong(&self, problem: impl Display) -> LinesError {
        LinesError::Line {
            number: self.number,
            problem: problem.to_string(),
        }
    }
}

/// The text of a schema, which is an object, or a string where it does not fit a line.
fn text(raw: &RawValue) -> Result<String, serde_json::Error> {
    match raw.get().starts_with('"') {
        true => serde_json::from_str(raw.get()),
        false => Ok(raw.get().to_owned()),
    }
}

/// The types of the schemas that can be read.
#[derive(Default)]
struct Schemas {
    types: Vec<Result<TypeRef, String>>,
    /// Those of the configurations.
    configurations: Vec<Option<TypeRef>>,
}

impl Schemas {
    fn add(&mut self, json: &str) {
        let schema = Schema::from_json(json);
        let configuration = schema.as_ref().ok().and_then(Schema::configuration);
        let configuration = configuration.map(|schema| schema.ty().clone());
        self.configurations.push(configuration);
        let ty = schema.map(|schema| schema.ty().clone());
        self.types.push(ty.map_err(|error| error.to_string()));
    }

    /// Adds one that is not there.
    fn add_reference(&mut self, reference: &SchemaReference) {
        self.configurations.push(None);
        self.types
            .push(Err(format!("not among the lines: it is {reference}")));
    }

    /// The bytes of an instance's configuration; none if nothing is said of it.
    fn configuration(&self, line: &wire::Instance<'_>) -> Result<Vec<u8>, String> {
        let named = Instance::new(&*line.path, line.instance_id, 0);
        let Some(json) = &line.configuration else {
            return Ok(Vec::new());
        };
        if json.get().starts_with('"') {
            let bytes: wire::Hex = serde_json::from_str(json.get())
                .map_err(|error| format!("the configuration of {named}: {}", of_json(&error)))?;
            return Ok(bytes.0);
        }
        match self.configurations.get(line.schema as usize) {
            Some(Some(ty)) => {
                let wrong = |error| format!("the configuration of {named}: {error}");
                let bytes = value::from_json(ty, json.get()).map_err(wrong)?;
                value::read(ty, &bytes).map_err(wrong)?;
                Ok(bytes)
            }
            _ => Err(format!("by its schema, {named} has no configuration")),
        }
    }
}

#[derive(Default)]
struct Instances {
    all: Vec<Instance>,
    by_name: HashMap<(String, u32), u32>,
}

impl Instances {
    fn new(lines: Vec<wire::Instance<'static>>, schemas: &Schemas) -> Result<Self, String> {
        let all = lines.into_iter();
        let all = all.map(|line| {
            let configuration = schemas.configuration(&line)?;
            let places =
                |all: Vec<wire::Alias<'_>>| all.into_iter().map(InstanceAlias::from).collect();
            let instance = Instance::new(line.path, line.instance_id, line.schema);
            Ok(instance
                .with_configuration(configuration)
                .with_aliases(places(line.aliases))
                .with_taken_over(places(line.takes_over)))
        });
        let all: Vec<Instance> = all.collect::<Result<_, String>>()?;
        let names = all.iter().map(|one| (one.path.clone(), one.instance_id));
        let by_name = names.zip(0..).collect();
        Ok(Self { all, by_name })
    }

    /// The number of an instance, and the type of its state.
    fn find<'s>(
        &self,
        path: &str,
        instance_id: u32,
        schemas: &'s Schemas,
    ) -> Result<(u32, Result<&'s Type, String>), String> {
        let named = Instance::new(path, instance_id, 0);
        let index = self.by_name.get(&(path.to_owned(), instance_id)).copied();
        let index = index.ok_or_else(|| format!("`instances` has no {named}"))?;
        let schema = self.all.get(index as usize).map_or(0, |one| one.schema);
        let ty = match schemas.types.get(schema as usize) {
            Some(Ok(ty)) => Ok(&**ty),
            Some(Err(error)) => Err(format!("the schema of {named} is {error}")),
            None => Err(format!("{named} has no schema")),
        };
        Ok((index, ty))
    }

    /// The instance that a line is about, and its payload.
    fn payload(&self, line: wire::Section, schemas: &Schemas) -> Result<(u32, Vec<u8>), String> {
        let named = Instance::new(line.path.clone(), line.instance_id, 0);
        let (index, ty) = self.find(&line.path, line.instance_id, schemas)?;
        let value = match (line.value, line.payload) {
            (None, Some(payload)) => return Ok((index, payload.0)),
            (Some(value), None) => value,
            _ => return Err(format!("{named} must have either `value` or `payload`")),
        };
        let ty = ty?;
        let wrong = |error| format!("{named}: {error}");
        let payload = value::from_json(ty, value.get()).map_err(wrong)?;
        value::read(ty, &payload).map_err(wrong)?;
        Ok((index, payload))
    }
}
