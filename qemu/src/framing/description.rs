//! The description behind the data.

use std::ops::Range;

use super::tag;
use crate::bytes::Bytes;

/// Bytes before a description: tag and length.
pub(super) const HEAD: usize = 5;

/// A place where the description may be, of which its JSON.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Candidate {
    pub(super) json: Range<usize>,
    /// Nothing but zeros stands behind it: a file may be longer than what was written to it.
    pub(super) is_last: bool,
}

/// The places where the description may be: behind the end of the records, with its
/// length. First the one that the input ends with, then those that something follows, from
/// the last on.
pub(super) fn candidates(bytes: Bytes<'_>) -> impl Iterator<Item = Candidate> {
    let all = bytes.rest();
    let end = all
        .iter()
        .rposition(|byte| *byte != 0)
        .map_or(0, |at| at + 1);
    let at_end = bytes.until(end);
    let last = places(at_end, |here, len| len == here.left());
    let others = places(bytes, move |here, len| {
        let json = here.rest().get(..len);
        let is_last = here.offset().checked_add(len) == Some(end);
        !is_last && json.is_some_and(|json| json.starts_with(b"{") && json.ends_with(b"}"))
    });
    let candidate = |is_last| move |json| Candidate { json, is_last };
    let last = last.take(1).map(candidate(true));
    last.chain(others.map(candidate(false)))
}

/// The places of a tag and a length behind the end of the records, from the last on, at
/// which a text of that length may be.
fn places(
    bytes: Bytes<'_>,
    is_text: impl Fn(Bytes<'_>, usize) -> bool,
) -> impl Iterator<Item = Range<usize>> {
    const END: [u8; 2] = [tag::END, tag::DESCRIPTION];
    let all = bytes.rest();
    (1..all.len()).rev().filter_map(move |at| {
        let is_begun = all.get(at - 1..=at) == Some(&END);
        let mut here = bytes.from(at + 1);
        let len = is_begun.then(|| here.u32("").ok()).flatten()? as usize;
        let start = here.offset();
        is_text(here, len).then(|| start..start.saturating_add(len))
    })
}
