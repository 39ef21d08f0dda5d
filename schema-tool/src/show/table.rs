//! Rows whose columns stand below each other.

use std::io::{self, Write};

use crate::terminal::{BOLD, DIM, styled};

/// Where the text of a column stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Column {
    /// On the left, and bold: what the row is about.
    Name,
    /// On the left.
    Left,
    /// On the right, as numbers.
    Right,
    /// On the left, and dim.
    Note,
}

/// Writes rows, indented by two. Their texts are without styles.
pub(crate) fn table<const N: usize>(
    out: &mut dyn Write,
    columns: [Column; N],
    rows: &[[String; N]],
) -> io::Result<()> {
    let width = |column: usize| {
        let texts = rows.iter().filter_map(|row| row.get(column));
        texts.map(|text| text.chars().count()).max().unwrap_or(0)
    };
    let widths: [usize; N] = std::array::from_fn(width);
    for row in rows {
        // What follows the last text of a row is not filled up.
        let last = row.iter().rposition(|text| !text.is_empty());
        for (index, ((text, column), width)) in row.iter().zip(columns).zip(widths).enumerate() {
            if width == 0 || last.is_none_or(|last| index > last) {
                continue;
            }
            let width = if last == Some(index) && column != Column::Right {
                0
            } else {
                width
            };
            let padded = match column {
                Column::Right => format!("{text:>width$}"),
                _ => format!("{text:width$}"),
            };
            let shown = match column {
                Column::Name => styled(BOLD, padded),
                Column::Note => styled(DIM, padded),
                Column::Left | Column::Right => padded,
            };
            write!(out, "  {shown}")?;
        }
        writeln!(out)?;
    }
    Ok(())
}
