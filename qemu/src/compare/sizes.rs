//! Whether two fields take as many bytes, as far as is known.

use std::cell::Cell;

use super::model::{Item, Kind};
use super::rules::{self, Rule};
use crate::layout::width;

/// What is known of the two sides.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'w> {
    /// How many fields may still be looked at.
    pub(super) work: &'w Cell<u64>,
    pub(super) writer_is_dump: bool,
    pub(super) reader_is_dump: bool,
    pub(super) lengths: bool,
}

impl Sides<'_> {
    /// Takes so many of the fields that may be looked at; false if there are not as many.
    pub(super) fn draw(self, fields: u64) -> bool {
        let left = self.work.get().checked_sub(fields);
        self.work.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// The rule by which the numbers of elements differ.
pub(super) fn counts(sides: Sides<'_>, w: &Item, r: &Item) -> Option<&'static Rule> {
    let of_streams = !sides.writer_is_dump && !sides.reader_is_dump;
    match (w.count, r.count) {
        (Some(a), Some(b)) if a != b && of_streams => Some(&rules::FIELDS_DIFFER),
        (Some(a), Some(b)) if a != b => Some(&rules::LENGTH_DIFFERS),
        // No array, as far as one side knows and the other does not object.
        (Some(1), None) | (None, Some(1)) if sides.lengths || w.name == r.name => None,
        (Some(_), None) | (None, Some(_)) => Some(&rules::LENGTH_NOT_KNOWN),
        // What neither side says is taken to be the same.
        _ => None,
    }
}

/// The rule by which the sizes differ.
pub(super) fn sizes(sides: Sides<'_>, w: &Item, r: &Item) -> Option<&'static Rule> {
    if let (Kind::Typed(a), Kind::Typed(b)) = (&w.kind, &r.kind) {
        return types(a, b, w.size == r.size);
    }
    if w.size == r.size {
        return None;
    }
    let unknown = |item: &Item| !item.is_bytes() && item.count.is_none();
    let of_bytes = w.is_bytes() || r.is_bytes();
    if (of_bytes || !sides.lengths) && (unknown(w) || unknown(r)) {
        return Some(&rules::LENGTH_NOT_KNOWN);
    }
    // A type that only a stream knows: its size in memory may be any.
    let opaque = |item: &Item| matches!(&item.kind, Kind::Typed(label) if width(label).is_none());
    match (opaque(w) || opaque(r), is_sure(w) && is_sure(r)) {
        (true, _) => None,
        (false, true) => Some(&rules::SIZE_DIFFERS),
        (false, false) => Some(&rules::SIZE_NOT_KNOWN),
    }
}

/// The rule by which two types of streams differ.
fn types(a: &str, b: &str, same_size: bool) -> Option<&'static Rule> {
    match (width(a), width(b)) {
        (Some(a), Some(b)) if a != b => Some(&rules::SIZE_DIFFERS),
        // Numbers are bytes, whatever they are of.
        (Some(_), Some(_)) => (base(a) != base(b)).then_some(&rules::RETYPED),
        _ if base(a) != base(b) => Some(&rules::SIZE_DIFFERS),
        _ if same_size => None,
        _ => Some(&rules::FIELDS_DIFFER),
    }
}

/// Whether the size in memory is that in the stream: of numbers, padding and buffers.
pub(super) fn is_sure(item: &Item) -> bool {
    match &item.kind {
        Kind::Unused | Kind::Buffer => true,
        Kind::Typed(label) => width(label).is_some(),
        Kind::Plain => matches!(item.size, 1 | 2 | 4 | 8),
        Kind::Struct(_) => false,
    }
}

/// The type without the check that goes with it, which changes no byte.
fn base(label: &str) -> &str {
    match label {
        "int64 equal" => "uint64",
        "uint8" | "bool" => "one byte",
        label => label
            .strip_suffix(" equal")
            .or(label.strip_suffix(" le"))
            .unwrap_or(label),
    }
}
