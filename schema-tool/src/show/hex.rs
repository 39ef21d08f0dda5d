//! The form for those who look at bytes: a line for each value, with its bytes.

use std::io::{self, Write};

use migratable::stream::Prologue;
use migratable::value::Item;

use super::metadata;
use super::nodes::{self, Node};
use super::tree::{Line, Options};
use super::{View, byte_count, count};
use crate::stream::{Contents, Section};
use crate::terminal::{BOLD, DIM, HIDDEN, WRONG, styled};
use crate::text;

/// Bytes in a row.
const ROW: usize = 16;

/// So many rows are shown of one value, unless all are wanted.
const ROWS: usize = 4;

/// Writes all bytes of the sections, each beside the value that it is of.
pub(crate) struct Hex<'o> {
    out: &'o mut dyn Write,
    line: Line,
    options: Options,
}

impl<'o> Hex<'o> {
    pub(crate) fn new(out: &'o mut dyn Write, options: Options) -> Self {
        Self {
            out,
            line: Line {
                reveal: options.reveal,
            },
            options,
        }
    }

    /// The bytes of a part of a payload, in rows, of which the first has a note.
    fn rows(&mut self, section: &Section<'_>, at: usize, end: usize, note: &str) -> io::Result<()> {
        let bytes = section.payload.get(at..end).unwrap_or_default();
        let rows = bytes.len().div_ceil(ROW).max(1);
        let shown = match self.options.full || rows <= ROWS + 1 {
            true => rows,
            false => ROWS,
        };
        for row in 0..shown {
            let start = row * ROW;
            let of_row = bytes.iter().skip(start).take(ROW).copied();
            let hex = text::hex(&of_row.collect::<Vec<_>>());
            let note = if row == 0 { note } else { "" };
            self.row(section, at + start, &hex, note)?;
        }
        match rows - shown {
            0 => Ok(()),
            _ => {
                let more = byte_count((bytes.len() - shown * ROW) as u64);
                let more = styled(DIM, format!("… {more} more, with --full"));
                writeln!(self.out, "{:10}{more}", "")
            }
        }
    }

    fn row(&mut self, section: &Section<'_>, at: usize, hex: &str, note: &str) -> io::Result<()> {
        let offset = section.place.of(at);
        let offset = offset.map_or_else(String::new, |offset| format!("{offset:08x}"));
        let line = format!("{}  {hex:47}  {note}", styled(DIM, format!("{offset:8}")));
        writeln!(self.out, "{}", line.trim_end())
    }

    /// What a node has of its own: all, if it has no parts, and else what stands
    /// before them.
    fn node(
        &mut self,
        section: &Section<'_>,
        behind: &mut Behind,
        node: &Node<'_, '_>,
    ) -> io::Result<()> {
        let Some(item) = node.item else {
            return Ok(());
        };
        behind.close(self, section, item.offset)?;
        if !node.is_leaf {
            behind.around = node.path.to_owned();
            return Ok(());
        }
        let path = styled(BOLD, node.path);
        let end = end(item);
        behind.at = end;
        if node.is_hidden {
            let note = format!("{path}  {}", styled(HIDDEN, "(sensitive)"));
            return self.row(section, item.offset, "··", &note);
        }
        let value = self.line.value(node.ty, &item.value, node.field);
        self.rows(section, item.offset, end, &format!("{path}  {value}"))
    }
}

/// What was written last, so that what stands between values is not left out.
struct Behind {
    at: usize,
    /// The part within which it is.
    around: String,
}

impl Behind {
    /// Writes the bytes up to an offset: lengths, counts and tags.
    fn close(&mut self, hex: &mut Hex<'_>, section: &Section<'_>, offset: usize) -> io::Result<()> {
        if self.at < offset {
            let note = format!("{}  lengths, counts, tags", self.around);
            hex.rows(section, self.at, offset, &styled(DIM, note.trim_start()))?;
        }
        self.at = self.at.max(offset);
        Ok(())
    }
}

fn end(item: &Item<'_>) -> usize {
    item.offset.saturating_add(item.len)
}

impl View for Hex<'_> {
    fn begin(&mut self, name: &str, prologue: &Prologue) -> io::Result<()> {
        if self.options.parts_only {
            return Ok(());
        }
        let instances = count(prologue.instances.len() as u64, "instance");
        writeln!(self.out, "{}  {instances}", styled(BOLD, name))?;
        metadata::shown(prologue).try_for_each(|(key, value)| {
            writeln!(self.out, "{}", styled(DIM, format!("{key}  {value}")))
        })
    }

    fn section(&mut self, section: &Section<'_>) -> io::Result<()> {
        let name = styled(BOLD, section.instance);
        let device = section
            .schema
            .map_or("its schema cannot be read", |schema| schema.device());
        let bytes = byte_count(section.payload.len() as u64);
        writeln!(self.out, "\n{name}  {device}, {bytes}")?;
        if let Some(configuration) = section.configuration() {
            let line = format!("configuration  {}", text::plain(&configuration.to_string()));
            writeln!(self.out, "{}", styled(DIM, line))?;
        }
        let Some(part) = &section.part else {
            return match section.raw(self.line.reveal) {
                Ok([]) => Ok(()),
                Ok(bytes) => self.rows(section, 0, bytes.len(), ""),
                Err(why) => writeln!(self.out, "{}", styled(HIDDEN, why)),
            };
        };
        let start = part.item.as_ref().map_or(0, |item| item.offset);
        let mut behind = Behind {
            at: start,
            around: part.path.to_string(),
        };
        nodes::visit(part, self.line.reveal, false, |node| {
            self.node(section, &mut behind, node)
        })?;
        let Some(violation) = &section.violation else {
            let end = part.item.as_ref().map_or(0, end);
            return behind.close(self, section, end);
        };
        let note = format!("cannot be read on: {}", text::plain(&violation.to_string()));
        self.row(section, violation.offset(), "", &styled(WRONG, note))
    }

    fn end(&mut self, contents: &Contents) -> io::Result<()> {
        if self.options.parts_only {
            return Ok(());
        }
        for instance in &contents.absent {
            let note = styled(DIM, "not needed, without state");
            writeln!(self.out, "\n{}  {note}", styled(BOLD, instance))?;
        }
        for item in contents.bulk.items() {
            let (name, bytes) = (text::plain(&item.name), byte_count(item.bytes));
            let frames = count(item.frames, "frame");
            let note = styled(DIM, "bulk, not shown");
            writeln!(
                self.out,
                "\n{}  {bytes} in {frames}, {note}",
                styled(BOLD, name)
            )?;
        }
        Ok(())
    }
}
