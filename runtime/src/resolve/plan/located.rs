//! Structs whose parts change places, with fewer steps: fields of fixed size
//! that stand together are found as one piece, and what the reader makes of a
//! piece is one step.

use alloc::vec::Vec;

use super::compact::compact as compact_step;
use super::extent::Extent;
use super::flat::Flat;
use super::known_subsections;
use super::parts::{Located, Source, Subsections};
use super::step::Step;

pub(super) fn compact(located: Located) -> Step {
    let mut reader: Vec<Source> = located.reader.into_iter().map(Source::compact).collect();
    let subsections = match known_subsections::compact(located.subsections) {
        Ok(settled) => {
            reader.extend(settled);
            Subsections::default()
        }
        Err(subsections) => subsections,
    };
    let mut is_alone = Vec::new();
    is_alone.resize(located.fields.len(), false);
    let read_alone = (located.expected.iter().map(|(index, _)| *index))
        .chain(subsections.fields())
        .chain(reader.iter().filter_map(Source::field_read_alone));
    for index in read_alone {
        if let Some(is_alone) = is_alone.get_mut(index) {
            *is_alone = true;
        }
    }
    let pieces = Pieces::new(located.fields, &is_alone);
    let expected = located.expected.into_iter();
    let located = Located {
        expected: expected
            .map(|(index, step)| (pieces.place(index).piece, compact_step(step)))
            .collect(),
        reader: pieces.join(reader),
        subsections: subsections.with_fields(|index| pieces.place(index).piece),
        fields: pieces.extents,
    };
    located.into_step()
}

impl Located {
    /// A struct that is one piece and becomes one need not be taken apart.
    fn into_step(mut self) -> Step {
        let is_one = matches!(self.fields.as_slice(), [_])
            && matches!(self.reader.as_slice(), [Source::Field { .. }])
            && self.expected.is_empty()
            && self.subsections.are_none();
        match self.reader.pop() {
            Some(only) if is_one => only.into_step(),
            last => {
                self.reader.extend(last);
                self.reader.iter_mut().for_each(Source::take_rest);
                Step::Located(self.into())
            }
        }
    }
}

impl Source {
    /// The field whose step is not one of those that pieces have.
    fn field_read_alone(&self) -> Option<usize> {
        match self {
            Self::Field { index, step } if Flat::of(step).is_none() => Some(*index),
            _ => None,
        }
    }

    /// The end of a plain list was found already, and is not looked for again.
    fn take_rest(&mut self) {
        if let Self::Field { step, .. } = self
            && let Step::CopyValue(Extent::Counted { .. }) = step
        {
            *step = Step::CopyRest;
        }
    }
}

/// The writer's fields in as few pieces as may be.
struct Pieces {
    extents: Vec<Extent>,
    /// For each field.
    places: Vec<FieldInPiece>,
}

/// A field in a piece.
#[derive(Clone, Copy, Default)]
struct FieldInPiece {
    piece: usize,
    /// Where it begins; `None` if it is the piece.
    offset: Option<usize>,
}

impl Pieces {
    fn new(fields: Vec<Extent>, is_alone: &[bool]) -> Self {
        let mut extents: Vec<Extent> = Vec::new();
        let mut places: Vec<FieldInPiece> = Vec::new();
        for (field, is_alone) in fields.into_iter().zip(is_alone) {
            let is_open = places.last().is_some_and(|place| place.offset.is_some());
            let piece = extents.len();
            let place = match (field, extents.last_mut()) {
                (Extent::Bytes(more), Some(Extent::Bytes(len)))
                    if !is_alone && is_open && len.checked_add(more).is_some() =>
                {
                    let offset = Some(*len);
                    *len += more;
                    FieldInPiece {
                        piece: piece - 1,
                        offset,
                    }
                }
                (field, _) => {
                    let is_fixed = matches!(field, Extent::Bytes(_));
                    extents.push(field);
                    let offset = (!is_alone && is_fixed).then_some(0);
                    FieldInPiece { piece, offset }
                }
            };
            places.push(place);
        }
        Self { extents, places }
    }

    fn place(&self, field: usize) -> FieldInPiece {
        self.places.get(field).copied().unwrap_or_default()
    }

    /// What becomes of one piece after the other.
    fn join(&self, reader: Vec<Source>) -> Vec<Source> {
        let mut sources = Vec::new();
        let mut joined = Joined::default();
        for source in reader {
            let source = match source {
                Source::Field { index, step } => {
                    let FieldInPiece { piece, offset } = self.place(index);
                    match offset {
                        Some(offset) => {
                            if !joined.add(Some(piece), offset, &step) {
                                sources.extend(joined.take(self));
                                let is_added = joined.add(Some(piece), offset, &step);
                                debug_assert!(is_added, "it is not read alone");
                            }
                            continue;
                        }
                        None => Source::Field { index: piece, step },
                    }
                }
                Source::Insert(step) if joined.add(None, 0, &step) => continue,
                source => source,
            };
            sources.extend(joined.take(self));
            sources.push(source);
        }
        sources.extend(joined.take(self));
        sources
    }

    fn len(&self, piece: usize) -> usize {
        match self.extents.get(piece) {
            Some(Extent::Bytes(len)) => *len,
            _ => 0,
        }
    }
}

/// What becomes of a piece.
#[derive(Default)]
struct Joined {
    /// None while only constants are put.
    piece: Option<usize>,
    flat: Flat,
}

impl Joined {
    /// Adds a step over what stands at `offset` in a piece, if it is the same
    /// piece and there is room.
    fn add(&mut self, piece: Option<usize>, offset: usize, step: &Step) -> bool {
        let is_same = self.piece.is_none() || piece.is_none() || self.piece == piece;
        if !is_same || !self.flat.append_part(step, offset) {
            return false;
        }
        self.piece = self.piece.or(piece);
        true
    }

    fn take(&mut self, pieces: &Pieces) -> Option<Source> {
        let Self { piece, mut flat } = core::mem::take(self);
        if flat.to_len == 0 {
            return None;
        }
        Some(match piece {
            Some(index) => {
                flat.from_len = pieces.len(index);
                Source::Field {
                    index,
                    step: flat.into_step(),
                }
            }
            None => Source::Insert(flat.into_step()),
        })
    }
}
