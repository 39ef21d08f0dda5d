//! Values of a fixed size that become values of a fixed size.
//!
//! Most of a device's state is that: its changed fields are a handful of bytes
//! that move and a few that are put in. Worked out beforehand, they need
//! neither be read one by one nor written one by one, and a list of such
//! values is converted as a whole.

use alloc::vec::Vec;

use super::piece::{Move, Origin, Piece};

/// Values larger than this are copied in one piece each.
pub(super) const MOST_BYTES: usize = 1024;

/// What is farther behind the beginning of a value is not moved from there.
const FARTHEST: usize = u32::MAX as usize - MOST_BYTES;

/// What takes more moves is run step by step.
const MOST_MOVES: usize = 64;

/// Bytes that move from a value to what it becomes.
#[derive(Clone, Debug, Default)]
pub(in crate::resolve) struct Flat {
    /// Bytes of the writer's value.
    pub(super) from_len: usize,
    /// Bytes of the reader's value. The moves make all of them.
    pub(super) to_len: usize,
    /// In the order of the reader's bytes.
    pub(super) moves: Vec<Move>,
    /// What the moves are once there are no more to come.
    pub(super) pieces: Vec<Piece>,
    /// What the writer's value does not have.
    pub(super) constants: Vec<u8>,
}

impl Flat {
    pub(super) fn keep(&mut self, len: usize) -> Option<()> {
        let end = self.from_len.checked_add(len)?;
        self.push(Origin::Value, self.from_len, len)?;
        self.from_len = end;
        Some(())
    }

    pub(super) fn put(&mut self, bytes: &[u8]) -> Option<()> {
        self.push(Origin::Constants, self.constants.len(), bytes.len())?;
        self.constants.extend_from_slice(bytes);
        Some(())
    }

    pub(super) fn join(&mut self, flat: &Self) -> Option<()> {
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
}
