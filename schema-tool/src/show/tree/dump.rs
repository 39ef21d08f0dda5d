//! Long sequences in rows: bytes, and whatever else fits into cells.

use std::io;

use super::cells::{Cells, per_row};
use super::lines::Lines;
use super::value::Drawing;
use crate::show::count;
use crate::terminal::{DIM, styled};
use crate::text;

/// So many rows are shown of a long sequence, unless all are wanted.
const ROWS: usize = 4;

/// Bytes in a row.
const BYTES: usize = 16;

impl Drawing<'_> {
    /// Bytes with their position, in hexadecimal and as text.
    pub(super) fn bytes(
        &self,
        lines: &mut Lines<'_>,
        start: usize,
        bytes: &[u8],
    ) -> io::Result<()> {
        let rows = bytes.len().div_ceil(BYTES);
        let shown = self.shown(rows, ROWS);
        let digits = hex_digits(bytes.len());
        for (row, bytes) in bytes.chunks(BYTES).enumerate().take(shown) {
            let at = row * BYTES;
            let position = styled(DIM, format!("{at:0digits$x}"));
            let hex = text::hex(bytes);
            let ascii = styled(DIM, ascii(bytes));
            lines.line(
                Some(start.saturating_add(at)),
                &format!("{position}  {hex:47}  {ascii}"),
            )?;
        }
        self.rest(lines, bytes.len().saturating_sub(shown * BYTES), "byte")
    }

    /// Cells in rows, each behind the index of its first.
    pub(super) fn cells(&self, lines: &mut Lines<'_>, cells: Cells<'_>) -> io::Result<()> {
        let per_row = per_row(cells.width(if self.options.full { usize::MAX } else { 64 }));
        let rows = cells.count().div_ceil(per_row);
        let shown = self.shown(rows, ROWS).saturating_mul(per_row);
        let width = cells.width(shown);
        let digits = cells.count().saturating_sub(1).to_string().len();
        let mut row = Row::default();
        for (index, (offset, text)) in cells.iter().take(shown).enumerate() {
            if index % per_row == 0 {
                row.write(lines)?;
                row.offset = Some(offset);
                row.text = styled(DIM, format!("[{index:digits$}]"));
            }
            row.text.push_str(&format!(" {text:>width$}"));
        }
        row.write(lines)?;
        self.rest(lines, cells.count().saturating_sub(shown), "element")
    }

    /// How many of `all` are shown, if not more than `most` should be. Nothing
    /// is left out for the sake of one line.
    pub(super) fn shown(&self, all: usize, most: usize) -> usize {
        if self.options.full || all <= most + 1 {
            all
        } else {
            most
        }
    }

    /// Says what is left out.
    pub(super) fn rest(&self, lines: &mut Lines<'_>, left: usize, what: &str) -> io::Result<()> {
        match left {
            0 => Ok(()),
            left => {
                let what = count(left as u64, what);
                lines.line(None, &styled(DIM, format!("… {what} more, with --full")))
            }
        }
    }
}

/// A row that is being filled.
#[derive(Default)]
struct Row {
    offset: Option<usize>,
    text: String,
}

impl Row {
    fn write(&mut self, lines: &mut Lines<'_>) -> io::Result<()> {
        match self.text.is_empty() {
            true => Ok(()),
            false => lines.line(self.offset.take(), &self.text),
        }
    }
}

/// Digits of the positions in so many bytes: an even number, at least 4.
fn hex_digits(len: usize) -> usize {
    let last = len.saturating_sub(1);
    format!("{last:x}").len().next_multiple_of(2).max(4)
}

/// Bytes as characters, where those are plain.
pub(super) fn ascii(bytes: &[u8]) -> String {
    let shown = |byte: &u8| match byte {
        b' '..=b'~' => char::from(*byte),
        _ => '.',
    };
    bytes.iter().map(shown).collect()
}
