//! Fields that may be the same state under another name.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::fields::Part;
use super::parts::{Matches, Parts, Slot};
use crate::schema::{Field, Fingerprint};

/// The reader's fields that the writer's may have become: each is the only one of its type
/// that is there on one side alone.
pub(super) struct Renamed<'a>(BTreeMap<&'a str, &'a str>);

impl<'a> Renamed<'a> {
    pub(super) fn new(matches: &Matches<'_>, writer: &Parts<'a>, reader: &Parts<'a>) -> Self {
        let gone = writer.fields.iter().enumerate().filter(|(index, part)| {
            let is_ignorable = part.field().is_some_and(Field::ignorable);
            !is_ignorable && matches.used.binary_search(&Slot::Field(*index)).is_err()
        });
        let gone = by_type(gone.map(|(_, part)| *part));
        if gone.is_empty() {
            return Self(BTreeMap::new());
        }
        let new = reader.fields.iter().enumerate().filter(|(index, _)| {
            let slot = Slot::Field(*index);
            matches.writer_of(slot).is_none() && !matches.is_unclear(slot)
        });
        let new = by_type(new.map(|(_, part)| *part));
        let pairs = gone.iter().filter_map(|(ty, gone)| {
            let ([gone], [new]) = (gone.as_slice(), new.get(ty)?.as_slice()) else {
                return None;
            };
            Some((gone.name(), new.name()))
        });
        Self(pairs.collect())
    }

    /// What a message about the writer's field says of it.
    pub(super) fn note(&self, part: Part<'_>) -> String {
        match self.0.get(part.name()) {
            Some(new) => format!(
                "; if that is `{new}` now, which has the same type, give the field of the newer \
                 release the other name as an `alias`"
            ),
            None => String::new(),
        }
    }
}

/// Fields of structs: elements of tuples have no names.
fn by_type<'a>(parts: impl Iterator<Item = Part<'a>>) -> BTreeMap<Fingerprint, Vec<Part<'a>>> {
    let mut all: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for part in parts.filter(|part| part.field().is_some()) {
        let ty = part.ty().summary().fingerprint();
        all.entry(ty).or_default().push(part);
    }
    all
}
