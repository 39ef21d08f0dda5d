//! Reads a stream record by record.

use std::collections::HashMap;

use super::bitmap::BitmapReader;
use super::command::{self, Command};
use super::configuration;
use super::described::Found;
use super::description;
use super::ram::RamReader;
use super::{Content, Record, Section, State, Stream, footer, tag};
use crate::bytes::Bytes;
use crate::description::{Description, Device};
use crate::error::{Error, Result};
use crate::layout::{self, Budget, Struct};
use crate::limits::Limits;
use crate::text::{Sections, name_of};

/// Most sections that a stream may have.
const MOST_SECTIONS: usize = 1 << 20;

/// Names of what is no section in QEMU's stream, and becomes one.
const OWN_SECTIONS: [&str; 2] = ["configuration", "commands"];

const RAM: &str = "ram";
const DIRTY_BITMAP: &str = "dirty-bitmap";

/// Sections in many records, which are known here.
const IN_MANY_RECORDS: [&str; 2] = [RAM, DIRTY_BITMAP];

/// Bytes of a page where the stream does not say.
const PAGE_SIZE: u64 = 4096;

/// Reads it by this description.
pub(super) fn read_with(bytes: Bytes<'_>, found: Found<'_>, limits: &Limits) -> Stream {
    let mut reader = Reader {
        budget: Budget::new(limits.description_len),
        ..Reader::default()
    };
    let description = match &found {
        Found::Own(own, json) => {
            reader.description_at = json.start.checked_sub(description::HEAD);
            Some(own)
        }
        Found::Foreign(foreign) => {
            reader.foreign = true;
            reader.warn(Error::new(
                "the description is not the stream's own: if it is of another version, values \
                 can be wrong although everything seems to fit",
            ));
            Some(*foreign)
        }
        Found::Nothing => None,
    };
    if let Some(description) = description {
        reader.expect(description);
    }
    reader.stream.pages_len = limits.pages_len;
    let result = reader.all(bytes, description);
    let mut stream = reader.stream;
    stream.error = result.err();
    if let Found::Own(own, json) = found {
        stream.description = Some((own, json));
    }
    stream
}

/// The layout that a description gives to a section whose state is at `bytes`, and
/// where it ends.
fn layout_of(
    section: &Section,
    device: &Device,
    mut bytes: Bytes<'_>,
    budget: &Budget,
) -> Result<(Struct, usize)> {
    let (version, described) = (i64::from(section.version), device.content.version);
    let has_version = !device.content.name.is_empty();
    if has_version && version != described {
        return Err(bytes.error(format!(
            "the section has version {version}; the description is of version {described}"
        )));
    }
    let mut layout = layout::device(device, &mut bytes, budget)?;
    layout.version = Some(version);
    Ok((layout, bytes.offset()))
}

#[derive(Default)]
struct Reader<'d> {
    stream: Stream,
    /// The devices of the description whose sections did not come yet.
    described: HashMap<String, &'d Device>,
    /// What layouts may cost.
    budget: Budget,
    /// Whether it was said that RAM may follow after the guest runs.
    advised: bool,
    has_description: bool,
    footer_decided: bool,
    foreign: bool,
    description_at: Option<usize>,
    /// The sections that have begun.
    begun: Sections,
    /// Sections that come in parts, by number.
    open: HashMap<u32, usize>,
    ram: HashMap<usize, RamReader>,
    bitmaps: HashMap<usize, BitmapReader>,
}

impl<'d> Reader<'d> {
    fn warn(&mut self, warning: Error) {
        /// More are not worth reading.
        const MOST: usize = 1000;
        if self.stream.warnings.len() < MOST {
            self.stream.warnings.push(warning);
        }
    }

    fn expect(&mut self, description: &'d Description) {
        self.has_description = true;
        self.described.extend(description.named());
    }

    fn all(&mut self, mut bytes: Bytes<'_>, description: Option<&'d Description>) -> Result<()> {
        self.head(&mut bytes)?;
        if bytes.peek() == Some(tag::CONFIGURATION) {
            let start = bytes.offset();
            bytes.u8("a tag")?;
            let parts = description.and_then(|description| description.configuration.as_ref());
            let configuration = configuration::read(&mut bytes, parts, &self.budget)
                .map_err(|error| error.in_section(|| "configuration".into()))?;
            self.stream.configuration = Some(configuration);
            self.add(start, bytes, Content::Configuration);
        }
        self.stream.page_size = self.page_size_of(description)?;
        while self.record(&mut bytes)? {}
        self.finish(bytes)
    }

    fn head(&mut self, bytes: &mut Bytes<'_>) -> Result<()> {
        let start = *bytes;
        if bytes.take(4, "the magic")? != tag::MAGIC {
            return Err(start.error("it does not begin as a stream of QEMU's: QEVM"));
        }
        let here = *bytes;
        let version = bytes.u32("the version")?;
        if version != tag::VERSION {
            let problem = format!(
                "its framing has version {version}; {} is read",
                tag::VERSION
            );
            return Err(here.error(problem));
        }
        self.add(0, *bytes, Content::Head);
        Ok(())
    }

    fn page_size_of(&self, description: Option<&Description>) -> Result<u64> {
        let configured = self.stream.configuration.as_ref();
        let bits = configured.and_then(|configuration| configuration.page_bits);
        let size = match bits {
            Some(bits) => 1_u64.checked_shl(bits).unwrap_or(0),
            None => description.and_then(|d| d.page_size).unwrap_or(PAGE_SIZE),
        };
        match size.is_power_of_two() && (1 << 10..=1 << 20).contains(&size) {
            true => Ok(size),
            false => Err(Error::new(format!(
                "pages of {size} bytes are not possible"
            ))),
        }
    }

    fn add(&mut self, start: usize, bytes: Bytes<'_>, content: Content) {
        let range = start..bytes.offset();
        self.stream.records.push(Record { range, content });
    }

    /// Reads a record; false if it was the last one.
    fn record(&mut self, bytes: &mut Bytes<'_>) -> Result<bool> {
        let start = *bytes;
        match bytes.u8("a record")? {
            tag::END => {
                self.add(start.offset(), *bytes, Content::End);
                return Ok(false);
            }
            tag::START => self.begin(start, bytes, true)?,
            tag::FULL => self.begin(start, bytes, false)?,
            tag::PART | tag::LAST => self.part(start, bytes)?,
            tag::COMMAND => {
                let command = command::read(bytes)?;
                if let Command::Packaged(len) = command
                    && (len as usize) > bytes.left()
                {
                    let left = bytes.left();
                    let problem = format!("{len} bytes are packaged here, and {left} are left");
                    return Err(start.error(problem));
                }
                self.advised |= matches!(command, Command::PostcopyAdvise { .. });
                self.add(start.offset(), *bytes, Content::Command(command));
            }
            found => {
                let before = self.last_section();
                let problem =
                    format!("the byte {found:#04x} stands where a record should begin{before}");
                return Err(start.error(problem));
            }
        }
        Ok(true)
    }

    fn last_section(&self) -> String {
        let last = self.stream.sections.last();
        last.map_or_else(String::new, |last| {
            format!(
                "; what is before it may be longer: {}",
                crate::text::shown(&last.full_name())
            )
        })
    }

    fn begin(&mut self, start: Bytes<'_>, bytes: &mut Bytes<'_>, in_parts: bool) -> Result<()> {
        let id = bytes.u32("the number of a section")?;
        let name = name_of(bytes.name("the name of a section")?);
        let instance_id = bytes.u32("the instance of a section")?;
        let version = bytes.u32("the version of a section")?;
        let name = self.new_name(&name, instance_id, start)?;
        if self.stream.sections.len() == MOST_SECTIONS {
            return Err(start.error(format!("there are more than {MOST_SECTIONS} sections")));
        }
        let index = self.stream.sections.len();
        self.stream.sections.push(Section {
            id,
            name,
            instance_id,
            version,
            state: State::Unknown,
        });
        self.stream.in_parts.push(in_parts);
        if in_parts {
            self.open.insert(id, index);
        }
        let result = self.first(index, bytes, in_parts);
        result.map_err(|error| self.named(index, error))?;
        self.body(index, start, bytes)
    }

    /// The name by which a section is known. Name and instance say which one it is: so no
    /// two may have the same, nor those of what is imported as a section besides.
    fn new_name(&mut self, name: &str, instance_id: u32, at: Bytes<'_>) -> Result<String> {
        let said = crate::text::shown(name);
        if name.is_empty() {
            return Err(at.error("a section has no name"));
        }
        if instance_id == 0 && OWN_SECTIONS.contains(&name) {
            let problem = format!("a section has the name {said}, which is no device's");
            return Err(at.error(problem));
        }
        // Of these there is one, whatever its instance is.
        let is_only = IN_MANY_RECORDS.contains(&name);
        let instance = if is_only { 0 } else { instance_id };
        let distinct = self.begun.distinct(name, instance);
        if distinct != name {
            let again = format!("the section {said}#{instance_id} begins twice");
            if is_only {
                return Err(at.error(again));
            }
            let shown = crate::text::shown(&distinct).to_string();
            let problem = format!(
                "{again}; this one is called {shown}#{instance_id} here, and QEMU loads both \
                 into one device"
            );
            self.warn(at.error(problem));
        }
        Ok(distinct)
    }

    fn named(&self, index: usize, error: Error) -> Error {
        let section = self.stream.sections.get(index);
        error.in_section(|| section.map_or_else(String::new, Section::full_name))
    }

    /// Finds out what a section is that begins.
    fn first(&mut self, index: usize, bytes: &mut Bytes<'_>, in_parts: bool) -> Result<()> {
        let Some(section) = self.stream.sections.get_mut(index) else {
            return Ok(());
        };
        if in_parts {
            match section.name.as_str() {
                RAM => {
                    section.state = State::Ram;
                    self.stream.advised = self.advised;
                    let reader = RamReader::new(&self.stream);
                    self.ram.insert(index, reader);
                }
                DIRTY_BITMAP => {
                    section.state = State::DirtyBitmap;
                    self.bitmaps.insert(index, BitmapReader::default());
                }
                _ => {}
            }
            return Ok(());
        }
        let Some(device) = self.described.remove(&section.full_name()) else {
            return Ok(());
        };
        let (footers, decided) = (self.stream.footers, self.footer_decided);
        // Only a footer shows that another's description fits, if sections have one.
        let ends = |end: usize| match (footers, decided) {
            (true, _) => footer::is_at(bytes.from(end), section.id),
            (false, true) => true,
            (false, false) => {
                footer::is_at(bytes.from(end), section.id)
                    || footer::find(*bytes, section.id).is_none()
            }
        };
        match layout_of(section, device, *bytes, &self.budget) {
            Ok((layout, end)) if !self.foreign || ends(end) => {
                let offset = bytes.offset();
                section.state = State::Device { offset, layout };
            }
            // What was cut off has no footer either.
            Err(error) if !self.foreign || footer::find(*bytes, section.id).is_none() => {
                return Err(error);
            }
            found => {
                let why = found
                    .err()
                    .map_or_else(|| "it ends elsewhere".into(), |error| error.to_string());
                let problem = format!("the description does not fit: {why}; taken as bytes");
                let warning = self.named(index, bytes.error(problem));
                self.warn(warning);
            }
        }
        Ok(())
    }

    /// Reads the state of a record, and the footer.
    fn body(&mut self, index: usize, start: Bytes<'_>, bytes: &mut Bytes<'_>) -> Result<()> {
        let from = bytes.offset();
        let result = self.state(index, bytes);
        result.map_err(|error| self.named(index, error))?;
        let body = from..bytes.offset();
        let result = self.footer(index, from, bytes);
        result.map_err(|error| self.named(index, error))?;
        let content = Content::Section {
            section: index,
            body,
        };
        self.add(start.offset(), *bytes, content);
        Ok(())
    }

    fn state(&mut self, index: usize, bytes: &mut Bytes<'_>) -> Result<()> {
        let Some(section) = self.stream.sections.get(index) else {
            return Ok(());
        };
        match &section.state {
            State::Ram => match self.ram.get_mut(&index) {
                Some(ram) => ram.record(bytes, &mut |_, _, _| Ok(())),
                None => Ok(()),
            },
            State::DirtyBitmap => match self.bitmaps.get_mut(&index) {
                Some(bitmap) => bitmap.record(bytes, &mut |_, _| Ok(())),
                None => Ok(()),
            },
            State::Device { layout, .. } => bytes.take(layout.size(), "its state").map(drop),
            State::Unknown => self.pass_over(index, bytes),
        }
    }

    /// Passes over state that nothing describes, up to the footer.
    fn pass_over(&mut self, index: usize, bytes: &mut Bytes<'_>) -> Result<()> {
        let Some(section) = self.stream.sections.get(index) else {
            return Ok(());
        };
        let until = self.description_at.unwrap_or(usize::MAX);
        let Some(at) = footer::find(bytes.until(until), section.id) else {
            return Err(bytes.error(
                "nothing describes its state, and no footer of it follows: it is not known \
                 where it ends",
            ));
        };
        if self.has_description {
            let error = bytes.error("it is not described; taken as bytes up to its footer");
            let warning = self.named(index, error);
            self.warn(warning);
        }
        bytes
            .take((at - bytes.offset()) as u64, "its state")
            .map(drop)
    }

    /// Reads the footer, if sections have one: the first one decides.
    fn footer(&mut self, index: usize, body: usize, bytes: &mut Bytes<'_>) -> Result<()> {
        let Some(section) = self.stream.sections.get(index) else {
            return Ok(());
        };
        let start = *bytes;
        let found = bytes.peek() == Some(tag::FOOTER);
        if !self.footer_decided {
            self.footer_decided = true;
            // If there is one elsewhere, its state does not end where it should.
            self.stream.footers = found || footer::find(bytes.from(body), section.id).is_some();
        }
        if !self.stream.footers {
            return Ok(());
        }
        if !found {
            let problem = match start.peek() {
                Some(byte) => format!(
                    "its state does not end where it should: {byte:#04x} stands there, not the \
                     footer 0x7e"
                ),
                None => "it ends here, before its footer".into(),
            };
            return Err(start.error(problem));
        }
        bytes.u8("a footer")?;
        let id = bytes.u32("the number in a footer")?;
        match id == section.id {
            true => Ok(()),
            false => Err(start.error(format!(
                "its footer is that of section {id:#x}, and it is {:#x}",
                section.id
            ))),
        }
    }

    fn part(&mut self, start: Bytes<'_>, bytes: &mut Bytes<'_>) -> Result<()> {
        let id = bytes.u32("the number of a section")?;
        match self.open.get(&id) {
            Some(index) => self.body(*index, start, bytes),
            None => Err(start.error(format!(
                "a part of section {id:#x}, which did not begin as one that comes in parts"
            ))),
        }
    }

    /// Reads what is behind the last record.
    fn finish(&mut self, mut bytes: Bytes<'_>) -> Result<()> {
        let start = bytes.offset();
        if bytes.peek() == Some(tag::DESCRIPTION) {
            bytes.u8("a tag")?;
            let here = bytes;
            let len = bytes.u32("the length of the description")?;
            if bytes.left() < len as usize {
                let left = bytes.left();
                let problem = format!("the description has {len} bytes, and {left} are left");
                return Err(here.error(problem));
            }
            bytes.take(len.into(), "the description")?;
            self.add(start, bytes, Content::Description);
        }
        self.check_all_came();
        let start = bytes.offset();
        if bytes.left() > 0 {
            if bytes.rest().iter().any(|byte| *byte != 0) {
                let left = bytes.left();
                let problem = match bytes.rest().starts_with(tag::MAGIC) {
                    true => format!(
                        "another stream follows its end, {left} bytes; only the first is read"
                    ),
                    false => format!("{left} bytes follow its end"),
                };
                return Err(bytes.error(problem));
            }
            bytes.take(bytes.left() as u64, "padding")?;
            self.add(start, bytes, Content::Padding);
        }
        Ok(())
    }

    /// Warns of devices that are described and did not come.
    fn check_all_came(&mut self) {
        if self.foreign {
            return;
        }
        let mut missing: Vec<_> = self.described.keys().cloned().collect();
        missing.sort();
        for name in missing {
            let problem = "it is described, and no section of it came";
            self.warn(Error::new(problem).in_section(|| name));
        }
    }
}
