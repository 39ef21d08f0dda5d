//! Whether two fields take as many bytes, as far as is known.

use std::cell::Cell;

use super::model::{Item, Kind};
use super::rules::{self, Rule};

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
        let is_other = base(a) != base(b) || (w.size != r.size && number_len(a).is_some());
        return match is_other {
            true => Some(&rules::SIZE_DIFFERS),
            false => (w.size != r.size).then_some(&rules::FIELDS_DIFFER),
        };
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
    let opaque =
        |item: &Item| matches!(&item.kind, Kind::Typed(label) if number_len(label).is_none());
    match (opaque(w) || opaque(r), is_sure(w) && is_sure(r)) {
        (true, _) => None,
        (false, true) => Some(&rules::SIZE_DIFFERS),
        (false, false) => Some(&rules::SIZE_NOT_KNOWN),
    }
}

/// Whether the size in memory is that in the stream: of numbers, padding and buffers.
fn is_sure(item: &Item) -> bool {
    match &item.kind {
        Kind::Unused | Kind::Buffer => true,
        Kind::Typed(label) => number_len(label).is_some(),
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

/// Bytes of a number of this type.
fn number_len(label: &str) -> Option<u64> {
    match base(label) {
        "one byte" | "int8" => Some(1),
        "int16" | "uint16" => Some(2),
        "int32" | "uint32" => Some(4),
        "int64" | "uint64" => Some(8),
        _ => None,
    }
}
