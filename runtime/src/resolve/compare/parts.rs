//! The parts of structs, tuples and variants, and which of them are the same.

use alloc::vec::Vec;

use super::fields::Part;
use super::matching::{self, Names};
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
    match ty {
        Type::Struct(_) => true,
        Type::Tuple(elements) => elements.len() <= POSITIONS.len(),
        _ => false,
    }
}

impl<'a> Parts<'a> {
    /// The parts of a struct or tuple.
    pub(super) fn of(ty: &'a Type) -> Option<Self> {
        match ty {
            Type::Struct(ty) => Some(Self::new(ty.fields(), ty.subsections())),
            Type::Tuple(elements) if is_struct(ty) => {
                let fields = POSITIONS.iter().zip(elements.iter());
                Some(Self {
                    fields: fields.map(|(name, ty)| Part::Element(name, ty)).collect(),
                    subsections: &[],
                })
            }
            _ => None,
        }
    }

    pub(super) fn new(fields: &'a [Field], subsections: &'a [Subsection]) -> Self {
        Self {
            fields: fields.iter().map(Part::Field).collect(),
            subsections,
        }
    }

    /// The type of the part that means the same as `field`.
    pub(super) fn counterpart(&self, field: &Field) -> Option<&'a TypeRef> {
        let fields = self.fields.iter();
        let mut same = fields.filter(|part| part.is_same_as(Part::Field(field)));
        same.next().map(|part| part.ty())
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
        match index.checked_sub(self.fields.len()) {
            None => Slot::Field(index),
            Some(index) => Slot::Subsection(index),
        }
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

/// Which part of the writer each part of the reader is.
pub(super) struct Matches {
    /// For the reader's fields, then its subsections.
    writers: Vec<Option<Slot>>,
    readers_fields: usize,
}

impl Matches {
    pub(super) fn new(writer: &Parts<'_>, reader: &Parts<'_>) -> Self {
        let is_allowed = |from, to| is_written(writer.slot(from), reader.slot(to), writer, reader);
        let found = matching::matches(&writer.names(), &reader.names(), is_allowed);
        Self {
            writers: found
                .into_iter()
                .map(|from| Some(writer.slot(from?)))
                .collect(),
            readers_fields: reader.fields.len(),
        }
    }

    pub(super) fn writer_of(&self, reader: Slot) -> Option<Slot> {
        let index = match reader {
            Slot::Field(index) => index,
            Slot::Subsection(index) => self.readers_fields + index,
        };
        self.writers.get(index).copied().flatten()
    }

    /// Which of the writer's fields and subsections the reader has.
    pub(super) fn used(&self) -> Vec<Slot> {
        let mut used: Vec<Slot> = self.writers.iter().copied().flatten().collect();
        used.sort_unstable();
        used
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
