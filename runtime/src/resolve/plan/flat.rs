//! Values of a fixed size that become values of a fixed size.
//!
//! Most of a device's state is that: its changed fields are a handful of bytes
//! that move and a few that are put in. Worked out beforehand, they need
//! neither be read one by one nor written one by one, and a list of such
//! values is converted as a whole.

use alloc::vec::Vec;

use super::extent::Extent;
use super::number::Target;
use super::output::Filling;
use super::piece::Piece;
use super::step::{IntegerStep, Step};

/// Values larger than this are copied in one piece each.
const MOST_BYTES: usize = 1024;

/// What is farther behind the beginning of a value is not moved from there.
const FARTHEST: usize = u32::MAX as usize - MOST_BYTES;

/// What takes more moves is run step by step.
const MOST_MOVES: usize = 64;

/// Longer arrays are converted move by move, not value by value.
const MOST_UNROLLED: usize = 4;

/// Bytes that move from a value to what it becomes.
#[derive(Clone, Debug, Default)]
pub(in crate::resolve) struct Flat {
    /// Bytes of the writer's value.
    pub(super) from_len: usize,
    /// Bytes of the reader's value. The moves make all of them.
    pub(super) to_len: usize,
    /// In the order of the reader's bytes.
    moves: Vec<Move>,
    /// What the moves are once there are no more to come.
    pub(super) pieces: Vec<Piece>,
    /// What the writer's value does not have.
    pub(super) constants: Vec<u8>,
}

/// Bytes that stay together.
#[derive(Clone, Copy, Debug)]
pub(super) struct Move {
    pub(super) origin: Origin,
    /// Offset there.
    pub(super) from: usize,
    /// Offset in the reader's value.
    pub(super) to: usize,
    pub(super) len: usize,
}

/// Where bytes come from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Origin {
    /// The writer's value.
    Value,
    /// The constants.
    Constants,
}

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

    fn keep(&mut self, len: usize) -> Option<()> {
        let end = self.from_len.checked_add(len)?;
        self.push(Origin::Value, self.from_len, len)?;
        self.from_len = end;
        Some(())
    }

    fn put(&mut self, bytes: &[u8]) -> Option<()> {
        self.push(Origin::Constants, self.constants.len(), bytes.len())?;
        self.constants.extend_from_slice(bytes);
        Some(())
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

    fn join(&mut self, flat: &Self) -> Option<()> {
        for step in &flat.moves {
            match step.origin {
                Origin::Value => {
                    let from = self.from_len.checked_add(step.from)?;
                    self.push(Origin::Value, from, step.len)?;
                }
                Origin::Constants => self.put(flat.constants.get(step.from..)?.get(..step.len)?)?,
            }
        }
        self.from_len = self.from_len.checked_add(flat.from_len)?;
        Some(())
    }

    /// The reader's next bytes. Those that were together stay together.
    fn push(&mut self, origin: Origin, from: usize, len: usize) -> Option<()> {
        if from > FARTHEST {
            return None;
        }
        let to = self.to_len;
        self.to_len = to.checked_add(len).filter(|len| *len <= MOST_BYTES)?;
        let is_full = self.moves.len() == MOST_MOVES;
        match self.moves.last_mut() {
            _ if len == 0 => {}
            Some(last) if last.origin == origin && last.from + last.len == from => last.len += len,
            _ if is_full => return None,
            _ => self.moves.push(Move {
                origin,
                from,
                to,
                len,
            }),
        }
        Some(())
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
