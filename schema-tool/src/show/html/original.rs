//! Sections of a stream of QEMU's, whose bytes are shown as they are there: with QEMU's
//! offsets, and numbers in QEMU's order.

use std::ops::Range;

use super::rows::Row;
use crate::stream::Excerpt;

/// A value's place in QEMU's stream.
pub(super) struct Span {
    range: Range<usize>,
    is_big_endian: bool,
}

impl Span {
    /// That of a value which is encoded so in our stream.
    pub(super) fn new(original: Excerpt<'_>, encoded: &[u8]) -> Self {
        let end = original.at.saturating_add(original.bytes.len());
        Self {
            range: original.at..end,
            // Where the order makes no difference, either will do.
            is_big_endian: original.bytes != encoded,
        }
    }
}

/// Puts the rows where their values are in QEMU's stream, and returns from where to where
/// that is. `spans` are those of the rows that have no parts. `None` if some have no place.
pub(super) fn place(rows: &mut [Row], spans: &[Option<Span>]) -> Option<Range<usize>> {
    let known = spans.iter().flatten().map(|span| span.range.clone());
    let all = known.reduce(|a, b| a.start.min(b.start)..a.end.max(b.end))?;
    // What the parts of the rows at each depth take, from behind.
    let mut inside: Vec<Option<Range<usize>>> = Vec::new();
    for (row, span) in rows.iter_mut().zip(spans).rev() {
        let depth = row.depth();
        inside.resize(inside.len().max(depth + 2), None);
        let parts = inside.get_mut(depth + 1).and_then(Option::take);
        let range = match span {
            Some(span) => Some(span.range.clone()),
            None if row.is_empty() || parts.is_some() => parts,
            None => return None,
        };
        let shown = range.clone().unwrap_or(all.start..all.start);
        let is_big_endian = span.as_ref().is_some_and(|span| span.is_big_endian);
        row.place(shown.start - all.start, shown.len(), is_big_endian);
        let around = inside.get_mut(depth)?;
        *around = match (around.take(), range) {
            (Some(a), Some(b)) => Some(a.start.min(b.start)..a.end.max(b.end)),
            (a, b) => a.or(b),
        };
    }
    Some(all)
}
