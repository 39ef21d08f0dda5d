//! Lines with guides before them.

use std::io::{self, Write};

use crate::stream::Place;
use crate::terminal::{DIM, styled};

/// Writes lines, each behind its offset in the stream, if wanted, and the
/// guides of the branches that it is in.
pub(super) struct Lines<'o> {
    out: &'o mut dyn Write,
    offsets: bool,
    /// What offsets are of.
    pub(super) base: Place,
    guides: String,
}

impl<'o> Lines<'o> {
    pub(super) fn new(out: &'o mut dyn Write, offsets: bool) -> Self {
        Self {
            out,
            offsets,
            base: Place::At(0),
            guides: String::new(),
        }
    }

    pub(super) fn blank(&mut self) -> io::Result<()> {
        writeln!(self.out)
    }

    /// A line of the branch that was entered last.
    pub(super) fn line(&mut self, offset: Option<usize>, text: &str) -> io::Result<()> {
        self.write(offset, "", text)
    }

    /// A line that a new branch begins with.
    pub(super) fn branch(
        &mut self,
        offset: Option<usize>,
        last: bool,
        text: &str,
    ) -> io::Result<()> {
        self.write(offset, if last { "└─ " } else { "├─ " }, text)
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

    fn write(&mut self, offset: Option<usize>, tip: &str, text: &str) -> io::Result<()> {
        if self.offsets {
            let offset = offset.and_then(|offset| self.base.of(offset));
            let shown = offset.map_or_else(String::new, |offset| format!("{offset:08x}"));
            write!(self.out, "{}", styled(DIM, format!("{shown:8}  ")))?;
        }
        if !self.guides.is_empty() || !tip.is_empty() {
            write!(self.out, "{}", styled(DIM, format!("{}{tip}", self.guides)))?;
        }
        writeln!(self.out, "{text}")
    }
}
