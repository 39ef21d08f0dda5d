//! What steps do, as moves of bytes, where it can be told beforehand; and back to
//! a step.

use super::extent::Extent;
use super::filling::Filling;
use super::flat::{Flat, MOST_BYTES};
use super::number::Target;
use super::piece::{Move, Origin};
use super::step::{IntegerStep, Step};

/// Longer arrays are converted move by move, not value by value.
const MOST_UNROLLED: usize = 4;

impl Flat {
    /// What a step does to each value, if it can be told beforehand.
    pub(super) fn of(step: &Step) -> Option<Self> {
        let mut flat = Self::default();
        flat.append(step).then_some(flat)
    }

    /// Does a step to what follows in the value. Nothing is done if it cannot
    /// be told beforehand.
    pub(super) fn append(&mut self, step: &Step) -> bool {
        let (from_len, to_len) = (self.from_len, self.to_len);
        let (constants, moves) = (self.constants.len(), self.moves.len());
        let last = self.moves.last().copied();
        if self.try_append(step).is_some() {
            return true;
        }
        (self.from_len, self.to_len) = (from_len, to_len);
        self.constants.truncate(constants);
        self.moves.truncate(moves);
        if let (Some(moved), Some(last)) = (self.moves.last_mut(), last) {
            *moved = last;
        }
        false
    }

    fn try_append(&mut self, step: &Step) -> Option<()> {
        match step {
            Step::Copy(len) => self.keep(*len),
            Step::Insert(bytes) if bytes.len() <= MOST_BYTES => {
                self.put(&bytes.to_vec(MOST_BYTES)?)
            }
            Step::Drop(Extent::Bytes(len)) => {
                self.from_len = self.from_len.checked_add(*len)?;
                Some(())
            }
            Step::Integer(step) => self.widen(step),
            Step::Integers { step, count } if *count <= MOST_UNROLLED => {
                (0..*count).try_for_each(|_| self.widen(step))
            }
            Step::Present(content) => {
                self.put(&[1])?;
                self.try_append(content)
            }
            Step::Repeat { count, element } if *count <= MOST_UNROLLED => {
                (0..*count).try_for_each(|_| self.try_append(element))
            }
            Step::Sequence(steps) => steps.iter().try_for_each(|step| self.try_append(step)),
            Step::Flat(flat) => self.join(flat),
            _ => None,
        }
    }

    /// An unsigned number is widened by zeros, whatever its value.
    fn widen(&mut self, step: &IntegerStep) -> Option<()> {
        let (Target::Integer(from), Target::Integer(to), None) = (step.from, step.to, &step.limits)
        else {
            return None;
        };
        if from.is_signed() || from.is_varint() || to.is_varint() {
            return None;
        }
        let width = usize::from(from.bits() / 8);
        let more = usize::from(to.bits() / 8).checked_sub(width)?;
        self.keep(width)?;
        self.put([0; 16].get(..more)?)
    }

    /// Does a step to the part of the value that begins at `from`, and leaves
    /// the value's length as it is.
    pub(super) fn append_part(&mut self, step: &Step, from: usize) -> bool {
        let len = core::mem::replace(&mut self.from_len, from);
        let is_done = self.append(step);
        self.from_len = len;
        is_done
    }

    /// As a step.
    pub(super) fn into_step(mut self) -> Step {
        match self.moves.as_slice() {
            [] if self.from_len == 0 => Step::Copy(0),
            _ if self.from_len == 0 => Step::Insert(Filling::once(self.constants)),
            [only] if only.origin == Origin::Value && only.len == self.from_len => {
                Step::Copy(self.from_len)
            }
            moves => {
                self.pieces = moves.iter().copied().flat_map(Move::pieces).collect();
                Step::Flat(self.into())
            }
        }
    }
}
