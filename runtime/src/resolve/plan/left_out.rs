//! What a test of the conditions leaves out, as only the reader's program knows it.

use crate::base::fnv::Fnv128;

#[derive(Clone, Copy, Debug)]
pub(super) struct LeftOut {
    /// A hash of the places in the reader's schema, in their order; 0 if there are none.
    places: u64,
    /// How many bytes stand before the first of them, or in all if there are none.
    pub(super) at: usize,
}

impl LeftOut {
    pub(super) const NOTHING: Self = Self { places: 0, at: 0 };

    pub(super) fn is_nothing(self) -> bool {
        self.places == 0
    }

    /// Whether the same was left out at the same places of the schema.
    pub(super) fn is_same(self, other: Self) -> bool {
        self.places == other.places
    }

    /// Notes a place, behind so many bytes.
    pub(super) fn note(&mut self, place: u64, at: usize) {
        if self.is_nothing() {
            self.at = at;
        }
        let hash = Fnv128::new().write_u64(self.places).write_u64(place);
        // Never 0.
        self.places = hash.finish() as u64 | 1;
    }

    /// Notes what was left out of a part, of which the first place is behind so many bytes.
    pub(super) fn add(&mut self, part: Self, at: usize) {
        if !part.is_nothing() {
            self.note(part.places, at);
        }
    }

    /// The same, counted from the beginning of a part.
    pub(super) fn of_part(self, start: usize, end: usize) -> Self {
        let at = match self.is_nothing() {
            true => end,
            false => self.at,
        };
        Self {
            at: at.saturating_sub(start),
            ..self
        }
    }
}
