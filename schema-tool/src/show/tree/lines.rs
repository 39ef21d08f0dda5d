//! Lines with guides before them.

use std::io::{self, Write};

use crate::stream::Place;
use crate::terminal::{DIM, LineBuffer};

/// Writes lines, each behind its offset in the stream, if wanted, and the
/// guides of the branches that it is in.
pub(super) struct Lines<'o> {
    out: &'o mut dyn Write,
    offsets: bool,
    /// What offsets are of.
    pub(super) base: Place,
    guides: String,
    line: LineBuffer,
}

impl<'o> Lines<'o> {
    pub(super) fn new(out: &'o mut dyn Write, offsets: bool) -> Self {
        Self {
            out,
            offsets,
            base: Place::At(0),
            guides: String::new(),
            line: LineBuffer::new(),
        }
    }

    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line of the branch that was entered last.
    pub(super) fn line(&mut self, offset: Option<usize>, text: &str) -> io::Result<()> {
        self.write(offset, "", |line| line.push(text))
    }

    /// The same, of what `write` adds.
    pub(super) fn line_of(
        &mut self,
        offset: Option<usize>,
        write: impl FnOnce(&mut LineBuffer),
    ) -> io::Result<()> {
        self.write(offset, "", write)
    }

    /// A line that a new branch begins with.
    pub(super) fn branch(
        &mut self,
        offset: Option<usize>,
        last: bool,
        write: impl FnOnce(&mut LineBuffer),
    ) -> io::Result<()> {
        self.write(offset, if last { "└─ " } else { "├─ " }, write)
    }

    /// What follows belongs to the branch that was begun; `last` as it was then.
    pub(super) fn enter(&mut self, last: bool) {
        self.guides.push_str(if last { "   " } else { "│  " });
    }

    /// What follows belongs to the branch around.
    pub(super) fn leave(&mut self) {
        for _ in 0..3 {
            self.guides.pop();
        }
    }

    fn write(
        &mut self,
        offset: Option<usize>,
        tip: &str,
        write: impl FnOnce(&mut LineBuffer),
    ) -> io::Result<()> {
        let line = &mut self.line;
        line.clear();
        if self.offsets {
            let offset = offset.and_then(|offset| self.base.of(offset));
            line.styled(DIM, |line| {
                let start = line.len();
                if let Some(offset) = offset {
                    line.hex(offset.into(), 8);
                }
                line.pad(start, 8);
                line.space(2);
            });
        }
        if !self.guides.is_empty() || !tip.is_empty() {
            line.styled(DIM, |line| {
                line.push(&self.guides);
                line.push(tip);
            });
        }
        write(line);
        line.push_char('\n');
        self.out.write_all(line.as_str().as_bytes())
    }
}
