//! Tables, as Markdown that can be read as it stands.

use comfy_table::presets::ASCII_MARKDOWN;
use comfy_table::{CellAlignment, Table};

/// The first column is of names, the others of numbers.
pub(crate) fn table(head: Vec<String>, rows: impl IntoIterator<Item = Vec<String>>) -> String {
    let mut table = Table::new();
    table.load_style(ASCII_MARKDOWN).set_header(head);
    for row in rows {
        table.add_row(row);
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    // Its dashes align nothing in Markdown without the colon.
    let text = table.to_string();
    let lines: Vec<_> = text.lines().map(aligned).collect();
    lines.join("\n") + "\n"
}

/// The line below the head says how columns are aligned.
fn aligned(line: &str) -> String {
    if line.chars().any(|c| !matches!(c, '|' | '-')) {
        return line.trim_end().to_owned();
    }
    let first = line.find("-|").map_or(0, |end| end + 1);
    let (names, numbers) = line.split_at(first);
    format!("{names}{}", numbers.replace("-|", ":|"))
}
