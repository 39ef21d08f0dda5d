//! Long sequences in rows: bytes, and whatever else fits into cells.

use std::io;

use migratable::value::{Bytes, Value};

use super::cells::{Cells, per_row};
use super::lines::Lines;
use super::value::Drawing;
use crate::show::count;
use crate::terminal::{DIM, LineBuffer};

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
        bytes: Bytes<'_>,
    ) -> io::Result<()> {
        let rows = bytes.len().div_ceil(BYTES);
        let shown = self.shown(rows, ROWS);
        let digits = hex_digits(bytes.len());
        let of_rows = 0..bytes.len().min(shown.saturating_mul(BYTES));
        let mut at = 0;
        let rows = bytes.part(of_rows).unwrap_or(bytes);
        rows.try_pieces(BYTES, |bytes| {
            lines.line_of(Some(start.saturating_add(at)), |to| {
                to.styled(DIM, |to| to.hex(at as u128, digits));
                to.push("  ");
                let start = to.len();
                to.bytes(bytes);
                to.pad(start, 3 * BYTES - 1);
                to.push("  ");
                to.styled(DIM, |to| {
                    bytes.iter().for_each(|byte| to.push_char(character(*byte)));
                });
            })?;
            at += BYTES;
            Ok::<_, io::Error>(())
        })?;
        self.rest(lines, bytes.len() - rows.len(), "byte")
    }

    /// Cells in rows, each behind the index of its first.
    pub(super) fn cells(&self, lines: &mut Lines<'_>, cells: Cells<'_>) -> io::Result<()> {
        let per_row = per_row(cells.width(if self.options.full { usize::MAX } else { 64 }));
        let rows = cells.count().div_ceil(per_row);
        let shown = self.shown(rows, ROWS).saturating_mul(per_row);
        let width = cells.width(shown);
        let digits = cells.count().saturating_sub(1).to_string().len();
        let mut all = cells.iter().take(shown).enumerate().peekable();
        let mut text = LineBuffer::plain();
        while let Some((index, (offset, value))) = all.next() {
            lines.line_of(Some(offset), |to| {
                to.add_styled(DIM, format_args!("[{index:digits$}]"));
                let mut cell = |value: &Value<'_>| {
                    text.clear();
                    cells.write(&mut text, value);
                    to.space(
                        (width + 1)
                            .saturating_sub(text.as_str().chars().count())
                            .max(1),
                    );
                    to.push(text.as_str());
                };
                cell(&value);
                while let Some((_, (_, value))) = all.next_if(|(next, _)| next % per_row != 0) {
                    cell(&value);
                }
            })?;
        }
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
                lines.line_of(None, |to| {
                    to.add_styled(DIM, format_args!("… {what} more, with --full"));
                })
            }
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
    bytes.iter().map(|byte| character(*byte)).collect()
}

fn character(byte: u8) -> char {
    match byte {
        b' '..=b'~' => char::from(byte),
        _ => '.',
    }
}
