//! The parts of structs, tuples and variants, and which of them are the same.

use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use super::fields::Part;
use super::matching::{self, Ambiguity, Match, Names};
use crate::resolve::domain::Bounded;
use crate::schema::{Field, Subsection, Type, TypeRef};

/// Fields and subsections of a struct, tuple or variant.
pub(super) struct Parts<'a> {
    pub(super) fields: Vec<Part<'a>>,
    pub(super) subsections: &'a [Subsection],
}

/// The names of a tuple's elements. Rust's longer tuples have no traits.
const POSITIONS: [&str; 12] = ["0", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "11"];

/// Whether a type has parts.
pub(super) fn is_struct(ty: &Type) -> bool {
    let is_short = |elements: &[TypeRef]| elements.len() <= POSITIONS.len();
    ty.as_struct().is_some() || ty.as_tuple().is_some_and(is_short)
}

impl<'a> Parts<'a> {
    /// The parts of a struct or tuple.
    pub(super) fn of(ty: &'a Type) -> Option<Self> {
        if let Some(ty) = ty.as_struct() {
            return Some(Self::new(ty.fields(), ty.subsections()));
        }
        let elements = ty.as_tuple().filter(|_| is_struct(ty))?;
        let fields = POSITIONS.iter().zip(elements);
        Some(Self {
            fields: fields
                .map(|(name, ty)| Part::Element(name, Bounded::unbounded(ty)))
                .collect(),
            subsections: &[],
        })
    }

    /// The same, under what is said of the whole: of a newtype, or of an entry of a map.
    pub(super) fn of_side(side: Bounded<'a>) -> Option<Self> {
        let mut parts = Self::of(side.ty)?;
        let newtype = side.ty.as_newtype();
        for (index, part) in parts.fields.iter_mut().enumerate() {
            *part = match (*part, newtype) {
                (_, Some(field)) => Part::Inside(field, side.inside(field).bounds),
                (Part::Element(name, element), None) => {
                    Part::Element(name, side.part(index, element.ty))
                }
                (part, None) => part,
            };
        }
        Some(parts)
    }

    pub(super) fn new(fields: &'a [Field], subsections: &'a [Subsection]) -> Self {
        Self {
            fields: fields.iter().map(Part::Field).collect(),
            subsections,
        }
    }

    pub(super) fn part(&self, slot: Slot) -> Option<Part<'a>> {
        match slot {
            Slot::Field(index) => self.fields.get(index).copied(),
            Slot::Subsection(_) => self
                .subsection(slot)
                .map(|group| Part::Field(group.field())),
        }
    }

    /// The type of a part.
    pub(super) fn ty(&self, slot: Slot) -> Option<&'a TypeRef> {
        match slot {
            Slot::Field(index) => self.fields.get(index).map(|part| part.ty()),
            Slot::Subsection(_) => self.subsection(slot).map(|group| group.field().ty()),
        }
    }

    fn names(&self) -> Vec<Names<'a>> {
        let fields = self.fields.iter().map(|part| part.names());
        let subsections = self
            .subsections
            .iter()
            .map(|group| Part::Field(group.field()).names());
        fields.chain(subsections).collect()
    }

    fn slot(&self, index: usize) -> Slot {
        Slot::at(index, self.fields.len())
    }

    fn subsection(&self, slot: Slot) -> Option<&'a Subsection> {
        match slot {
            Slot::Field(_) => None,
            Slot::Subsection(index) => self.subsections.get(index),
        }
    }
}

/// A place among the parts of a struct.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Slot {
    Field(usize),
    Subsection(usize),
}

impl Slot {
    /// The place of a part that is counted with subsections behind the fields.
    fn at(index: usize, fields: usize) -> Self {
        match index.checked_sub(fields) {
            None => Self::Field(index),
            Some(index) => Self::Subsection(index),
        }
    }
}

/// Which part of the writer each part of the reader is.
pub(super) struct Matches<'a> {
    /// For the reader's fields, then its subsections.
    writers: Vec<Match>,
    /// Which part of the reader a part of the writer is.
    readers: BTreeMap<usize, Slot>,
    writers_fields: usize,
    readers_fields: usize,
    /// Which of the writer's fields and subsections the reader has, or may have.
    pub(super) used: Vec<Slot>,
    pub(super) ambiguities: Vec<Ambiguity<'a>>,
}

impl<'a> Matches<'a> {
    pub(super) fn new(writer: &Parts<'a>, reader: &Parts<'a>) -> Self {
        let is_allowed = |from, to| is_written(writer.slot(from), reader.slot(to), writer, reader);
        let found = matching::matches(&writer.names(), &reader.names(), is_allowed);
        let used = found.is_used.iter().enumerate();
        let slots = found.readers.iter().enumerate();
        let readers = slots.filter_map(|(to, found)| match found {
            Match::Same(from) => Some((*from, Slot::at(to, reader.fields.len()))),
            Match::Nothing | Match::Unclear => None,
        });
        Self {
            // The first that it is stands.
            readers: readers.rev().collect(),
            used: used
                .filter(|(_, is_used)| **is_used)
                .map(|(index, _)| writer.slot(index))
                .collect(),
            writers: found.readers,
            writers_fields: writer.fields.len(),
            readers_fields: reader.fields.len(),
            ambiguities: found.ambiguities,
        }
    }

    pub(super) fn writer_of(&self, reader: Slot) -> Option<Slot> {
        match self.match_of(reader)? {
            Match::Same(from) => Some(Slot::at(from, self.writers_fields)),
            Match::Nothing | Match::Unclear => None,
        }
    }

    pub(super) fn is_unclear(&self, reader: Slot) -> bool {
        self.match_of(reader) == Some(Match::Unclear)
    }

    fn match_of(&self, reader: Slot) -> Option<Match> {
        let index = match reader {
            Slot::Field(index) => index,
            Slot::Subsection(index) => self.readers_fields + index,
        };
        self.writers.get(index).copied()
    }

    /// The reader's part that the writer's is.
    pub(super) fn reader_of(&self, writer: Slot) -> Option<Slot> {
        let index = match writer {
            Slot::Field(index) => index,
            Slot::Subsection(index) => self.writers_fields + index,
        };
        self.readers.get(&index).copied()
    }
}

/// Writers never write what they retired. It is there only if a conversion put
/// it there, and then it goes on as it is.
fn is_written(from: Slot, to: Slot, writer: &Parts<'_>, reader: &Parts<'_>) -> bool {
    let Some(from) = writer.subsection(from).filter(|from| from.retired()) else {
        return true;
    };
    let (from, to) = (from.field().ty(), reader.subsection(to));
    to.is_some_and(|to| from.summary().fingerprint() == to.field().ty().summary().fingerprint())
}
