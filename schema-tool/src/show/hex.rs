//! The form for those who look at bytes: a line for each value, with its bytes.

use std::io::{self, Write};

use migratable::stream::Prologue;
use migratable::value::{Bytes, Item};

use super::metadata;
use super::nodes::{self, Next, Node};
use super::tree::{Line, Options};
use super::{View, byte_count, count};
use crate::stream::{Contents, Excerpt, Place, Section};
use crate::terminal::{BOLD, DIM, HIDDEN, LineBuffer, WRONG, styled};
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
    /// What stands beside the first row of what is written next.
    note: LineBuffer,
    row: LineBuffer,
}

impl<'o> Hex<'o> {
    pub(crate) fn new(out: &'o mut dyn Write, options: Options) -> Self {
        Self {
            out,
            line: Line {
                reveal: options.reveal,
            },
            options,
            note: LineBuffer::new(),
            row: LineBuffer::new(),
        }
    }

    /// Says something beside what is written next.
    fn note(&mut self, write: impl FnOnce(&mut LineBuffer)) {
        self.note.clear();
        write(&mut self.note);
    }

    /// The bytes of a part of a payload, in rows, of which the first has the note.
    fn part(&mut self, section: &Section<'_>, at: usize, end: usize) -> io::Result<()> {
        let bytes = section.payload.part(at..end);
        self.rows(section.place.of(at), bytes.unwrap_or((&[]).into()))
    }

    /// Bytes from an offset on.
    fn rows(&mut self, at: Option<u64>, bytes: Bytes<'_>) -> io::Result<()> {
        let rows = bytes.len().div_ceil(ROW);
        let shown = match self.options.full || rows <= ROWS + 1 {
            true => bytes,
            false => bytes.part(0..ROWS * ROW).unwrap_or(bytes),
        };
        if rows == 0 {
            self.row(at, |_| {})?;
            self.note.clear();
        }
        let mut at = at;
        shown.try_pieces(ROW, |of_row| {
            self.row(at, |line| line.bytes(of_row))?;
            self.note.clear();
            at = at.map(|at| at.saturating_add(ROW as u64));
            Ok::<_, io::Error>(())
        })?;
        match bytes.len() - shown.len() {
            0 => Ok(()),
            left => {
                let more = byte_count(left as u64);
                let more = styled(DIM, format!("… {more} more, with --full"));
                writeln!(self.out, "{:10}{more}", "")
            }
        }
    }

    /// A row of what `write` adds as its bytes, with the note.
    fn row(&mut self, offset: Option<u64>, write: impl FnOnce(&mut LineBuffer)) -> io::Result<()> {
        let row = &mut self.row;
        row.clear();
        row.styled(DIM, |row| {
            let start = row.len();
            if let Some(offset) = offset {
                row.hex(offset.into(), 8);
            }
            row.pad(start, 8);
        });
        row.push("  ");
        let start = row.len();
        write(row);
        row.pad(start, 3 * ROW - 1);
        row.push("  ");
        row.push(self.note.as_str());
        row.trim_end(0);
        row.push_char('\n');
        self.out.write_all(row.as_str().as_bytes())
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
        let original = section.place.original(item);
        match &section.place {
            Place::At(_) => behind.close(self, section, item.offset)?,
            Place::Made(..) => {
                behind.leave(item.offset);
                behind.frame(self, original, node)?;
            }
        }
        if !node.is_leaf {
            behind.enter(node.path, end(item));
            return Ok(());
        }
        let end = end(item);
        behind.at = end;
        let values = self.line;
        self.note(|note| {
            note.styled(BOLD, |note| note.push(node.path));
            note.push("  ");
            match node.is_hidden {
                true => note.add_styled(HIDDEN, "(sensitive)"),
                false => values.write(note, node.ty, &item.value, node.said),
            }
        });
        match original {
            _ if node.is_hidden => self.row(section.place.of(item.offset), |line| line.push("··")),
            Some(original) => self.rows(Some(original.at as u64), original.bytes.into()),
            None => self.part(section, item.offset, end),
        }
    }
}

/// What was written last, so that what stands between values is not left out.
struct Behind {
    at: usize,
    /// The path of the part within which it is.
    around: String,
    /// The parts around it, from the outside inwards: how long the path of each is, and where
    /// it ends.
    parts: Vec<(usize, usize)>,
    /// Of a stream of QEMU's, the byte behind the last value.
    original: Option<usize>,
}

impl Behind {
    /// Goes into a part.
    fn enter(&mut self, path: &str, end: usize) {
        self.around.clear();
        self.around.push_str(path);
        self.parts.push((path.len(), end));
    }

    /// Goes out of the parts that end before an offset.
    fn leave(&mut self, offset: usize) {
        while self.ended(offset).is_some() {
            self.parts.pop();
            if let Some((len, _)) = self.parts.last() {
                self.around.truncate(*len);
            }
        }
    }

    /// Where the innermost part ends, if that is not behind an offset. The outermost is all
    /// that there is.
    fn ended(&self, offset: usize) -> Option<usize> {
        match &self.parts[..] {
            [_, .., (_, end)] if *end <= offset => Some(*end),
            _ => None,
        }
    }

    /// Writes the bytes up to an offset, each run beside the part that it belongs to.
    fn close(&mut self, hex: &mut Hex<'_>, section: &Section<'_>, offset: usize) -> io::Result<()> {
        while let Some(end) = self.ended(offset) {
            self.between(hex, section, end)?;
            self.leave(end);
        }
        self.between(hex, section, offset)
    }

    /// Writes the bytes up to an offset: lengths, counts and tags.
    fn between(
        &mut self,
        hex: &mut Hex<'_>,
        section: &Section<'_>,
        offset: usize,
    ) -> io::Result<()> {
        if self.at < offset {
            hex.note(|note| self.beside(note, "lengths, counts, tags"));
            hex.part(section, self.at, offset)?;
        }
        self.at = self.at.max(offset);
        Ok(())
    }

    /// Writes what of QEMU's stream stands before a value: heads of subsections, marks.
    fn frame(
        &mut self,
        hex: &mut Hex<'_>,
        original: Option<Excerpt<'_>>,
        node: &Node<'_, '_>,
    ) -> io::Result<()> {
        let Some(original) = original.filter(|_| node.is_leaf) else {
            return Ok(());
        };
        let framing = self
            .original
            .and_then(|from| Some((from, original.framing(from)?)));
        self.original = Some(original.at.saturating_add(original.bytes.len()));
        let Some((from, framing)) = framing else {
            return Ok(());
        };
        hex.note(|note| self.beside(note, "heads, marks"));
        hex.rows(Some(from as u64), framing.into())
    }

    /// What is said of bytes that are no value's.
    fn beside(&self, note: &mut LineBuffer, what: &str) {
        note.styled(DIM, |note| {
            if !self.around.is_empty() {
                note.push(&self.around);
                note.push("  ");
            }
            note.push(what);
        });
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
        for (what, said) in section.said() {
            let line = format!("{what}  {}", text::plain(&said));
            writeln!(self.out, "{}", styled(DIM, line))?;
        }
        let Some(part) = &section.part else {
            return match section.raw(self.line.reveal) {
                Ok(bytes) if bytes.is_empty() => Ok(()),
                Ok(bytes) => {
                    self.note.clear();
                    self.part(section, 0, bytes.len())
                }
                Err(why) => writeln!(self.out, "{}", styled(HIDDEN, why)),
            };
        };
        let start = part.item.as_ref().map_or(0, |item| item.offset);
        let mut behind = Behind {
            at: start,
            around: part.path.to_string(),
            parts: Vec::new(),
            original: None,
        };
        nodes::visit(part, self.line.reveal, false, |node| {
            self.node(section, &mut behind, node)?;
            Ok(Next::Go)
        })?;
        let Some(violation) = &section.violation else {
            let end = part.item.as_ref().map_or(0, end);
            return match section.place {
                Place::At(_) => behind.close(self, section, end),
                Place::Made(..) => Ok(()),
            };
        };
        let note = format!("cannot be read on: {}", text::plain(&violation.to_string()));
        let at = section.place.of(violation.offset());
        self.note(|line| line.add_styled(WRONG, note));
        self.row(at, |_| {})
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
