//! The form for people: a tree of devices, fields and values.

mod cells;
mod dump;
mod head;
mod line;
mod lines;
mod scalar;
mod summary;
mod value;

use std::io::{self, Write};

use migratable::stream::{FORMAT_VERSION, Prologue};

use super::{View, count, metadata};
use crate::stream::{Contents, Place, Section};
use crate::terminal::{BOLD, DIM, HIDDEN, WORD, WRONG, styled};
use crate::text;
pub(crate) use cells::is_inline;
pub(crate) use line::Line;
use lines::Lines;
pub(crate) use scalar::Said;
use value::Drawing;

/// What of the values is shown, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Options {
    /// With offsets in the stream.
    pub(crate) offsets: bool,
    /// Long values in full.
    pub(crate) full: bool,
    /// Sensitive fields too.
    pub(crate) reveal: bool,
    /// With what the schema says of each field.
    pub(crate) docs: bool,
    /// Nothing but the parts that were asked for.
    pub(crate) parts_only: bool,
}

/// Draws the tree.
pub(crate) struct Tree<'o> {
    lines: Lines<'o>,
    options: Options,
    sections: u64,
}

impl<'o> Tree<'o> {
    pub(crate) fn new(out: &'o mut dyn Write, options: Options) -> Self {
        Self {
            lines: Lines::new(out, options.offsets),
            options,
            sections: 0,
        }
    }

    fn whole(&mut self, section: &Section<'_>) -> io::Result<()> {
        let name = styled(BOLD, section.instance);
        let device = match section.schema {
            Some(schema) => match section.version {
                Some(version) => format!("{}, version {version}", schema.device()),
                None => format!("{}, without a version", schema.device()),
            },
            None => styled(WRONG, "its schema cannot be read"),
        };
        let bytes = count(section.payload.len() as u64, "byte");
        self.lines.blank()?;
        self.lines
            .line(Some(0), &format!("{name}  {device}, {bytes}"))?;
        for (what, said) in section.said() {
            let line = format!("{what}  {}", text::plain(&said));
            self.lines.line(None, &styled(DIM, line))?;
        }
        let doc = section
            .schema
            .and_then(|schema| schema.doc())
            .filter(|_| self.options.docs);
        if let Some(doc) = doc {
            self.lines
                .line(None, &styled(DIM, summary::first_line(&doc.text())))?;
        }
        Ok(())
    }

    /// The one line that names a part, with its value.
    fn part(&mut self, section: &Section<'_>, drawn: &Drawing<'_>) -> io::Result<()> {
        let Some(part) = &section.part else {
            return Ok(());
        };
        let label = part.name_of(section.instance);
        let is_hidden = part.sensitive && !self.options.reveal;
        let offset = part.item.as_ref().map(|item| item.offset);
        self.lines.line_of(offset, |to| {
            to.add_styled(BOLD, label);
            to.push("  ");
            match &part.item {
                None => to.add_styled(DIM, "absent"),
                Some(_) if is_hidden => to.add_styled(HIDDEN, "(sensitive)"),
                Some(item) => drawn.head(to, part.ty, &item.value, Said::of(part.field)),
            }
        })
    }
}

impl View for Tree<'_> {
    fn begin(&mut self, name: &str, prologue: &Prologue) -> io::Result<()> {
        if self.options.parts_only {
            return Ok(());
        }
        let header = &prologue.header;
        let producer = text::plain(&header.producer);
        let version = text::plain(&header.producer_version);
        let form = format!("stream of format {FORMAT_VERSION}, written by {producer} {version}");
        self.lines
            .line(None, &format!("{}  {form}", styled(BOLD, name)))?;
        let instances = count(prologue.instances.len() as u64, "instance");
        let schemas = count(prologue.schemas.len() as u64, "device");
        self.lines
            .line(None, &format!("{instances} of {schemas}"))?;
        metadata::shown(prologue).try_for_each(|(key, value)| {
            self.lines
                .line(None, &styled(DIM, format!("{key}  {value}")))
        })
    }

    fn section(&mut self, section: &Section<'_>) -> io::Result<()> {
        self.sections += 1;
        self.lines.base = section.place.clone();
        let drawing = Drawing {
            payload: section.payload,
            options: self.options,
        };
        if self.options.parts_only {
            self.part(section, &drawing)?;
        } else {
            self.whole(section)?;
        }
        match &section.part {
            Some(part) if part.sensitive && !self.options.reveal => {}
            Some(part) => {
                if let Some(item) = &part.item {
                    drawing.body(&mut self.lines, part.ty, item, Said::of(part.field))?;
                }
            }
            None => match section.raw(self.options.reveal) {
                Ok(bytes) => drawing.bytes(&mut self.lines, 0, bytes)?,
                Err(why) => self.lines.line(None, &styled(HIDDEN, why))?,
            },
        }
        match &section.violation {
            Some(violation) => self.lines.line(
                Some(violation.offset()),
                &styled(
                    WRONG,
                    format!("cannot be read on: {}", text::plain(&violation.to_string())),
                ),
            ),
            None => Ok(()),
        }
    }

    fn end(&mut self, contents: &Contents) -> io::Result<()> {
        if self.options.parts_only {
            return Ok(());
        }
        self.lines.base = Place::At(0);
        summary::bulk(&mut self.lines, contents.bulk.items())?;
        self.lines.blank()?;
        if !contents.absent.is_empty() {
            let absent: Vec<String> = contents.absent.iter().map(ToString::to_string).collect();
            let absent = absent.join(", ");
            self.lines.line(
                None,
                &styled(DIM, format!("not needed, without state: {absent}")),
            )?;
        }
        if contents.stopped {
            let unread: Vec<String> = contents.unread.iter().map(ToString::to_string).collect();
            let read = count(self.sections, "section");
            self.lines.line(
                None,
                &styled(WRONG, format!("incomplete: {read} could be read")),
            )?;
            if !unread.is_empty() {
                self.lines
                    .line(None, &format!("not read: {}", unread.join(", ")))?;
            }
            return Ok(());
        }
        let read = count(self.sections, "section");
        let all = styled(WORD, "complete");
        let checked = match contents.unchecked {
            true => "QEMU's streams have no checksums",
            false => "checksums and digest are right",
        };
        self.lines.line(None, &format!("{all}: {read}; {checked}"))
    }
}
