//! What is said beside the values.

use std::io;

use super::lines::Lines;
use crate::show::{byte_count, count};
use crate::stream::BulkItem;
use crate::terminal::{BOLD, styled};
use crate::text;

/// The bulk items.
pub(super) fn bulk(lines: &mut Lines<'_>, items: &[BulkItem]) -> io::Result<()> {
    if items.is_empty() {
        return Ok(());
    }
    lines.blank()?;
    lines.line(
        None,
        &format!("{}  bytes that no schema describes", styled(BOLD, "bulk")),
    )?;
    let names: Vec<String> = items.iter().map(|item| text::plain(&item.name)).collect();
    let width = names
        .iter()
        .map(|name| name.chars().count())
        .max()
        .unwrap_or(0);
    for (index, (name, item)) in names.iter().zip(items).enumerate() {
        let last = index + 1 == items.len();
        let bytes = byte_count(item.bytes);
        let frames = count(item.frames, "frame");
        let range = format!("{:#x}..{:#x}", item.start, item.end);
        lines.branch(None, last, |to| {
            to.add(format_args!("{name:width$}  {bytes} in {frames}, {range}"));
        })?;
    }
    Ok(())
}

/// The first line of a description, escaped.
pub(super) fn first_line(doc: &str) -> String {
    text::plain(doc.trim().lines().next().unwrap_or_default())
}
