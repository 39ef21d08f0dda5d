//! States to go back to.

use std::collections::VecDeque;

use migratable::delta::{self, DeltaError};

/// The states of the last frames: all of the last ones, every eighth of those before, and
/// the oldest go where there is no more room.
///
/// They stand in groups, of which the first is whole and the others are deltas on it: so one
/// is reached in one step, and each of them can go without the others.
pub struct Ring {
    /// The most bytes.
    budget: usize,
    /// Of so many frames before the newest, every one is kept.
    dense: u64,
    groups: VecDeque<Group>,
    bytes: usize,
    /// Groups from here on have all their frames.
    thinned: usize,
}

/// Of the frames before the dense ones, one in so many is kept.
const SPARSE: u64 = 8;

/// The most states in a group: the more there are, the less is like the first.
const MOST: usize = 64;

struct Group {
    whole: Kept,
    deltas: Vec<Kept>,
}

/// A state, or what makes one out of another.
struct Kept {
    frame: u64,
    bytes: Vec<u8>,
}

impl Ring {
    /// For at most `budget` bytes of states, with each of the last `dense` frames as long as
    /// there is room for them.
    pub fn new(budget: usize, dense: u64) -> Self {
        Self {
            budget,
            dense,
            groups: VecDeque::new(),
            bytes: 0,
            thinned: 0,
        }
    }

    /// Bytes of all states that are kept.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// The frames whose states are kept, ascending.
    pub fn frames(&self) -> impl Iterator<Item = u64> {
        self.groups.iter().flat_map(Group::frames)
    }

    /// Keeps the state of a frame, which is later than all others. A state that alone does
    /// not fit the budget is not kept.
    pub fn push(&mut self, frame: u64, state: &[u8]) {
        let added = self.add_delta(frame, state);
        self.bytes += added.unwrap_or_else(|| self.add_group(frame, state));
        self.thin(frame);
        while self.bytes > self.budget
            && let Some(group) = self.groups.pop_front()
        {
            self.bytes -= group.bytes();
            self.thinned = self.thinned.saturating_sub(1);
        }
        // It was part of the only group, whose others are gone now.
        if self.groups.is_empty() && state.len() <= self.budget {
            self.bytes += self.add_group(frame, state);
        }
    }

    /// Puts the latest state that is not after `frame` into `state`, and says of which frame
    /// it is: `None` if there is none. Those after it are forgotten, since the machine goes
    /// on from there.
    ///
    /// # Errors
    ///
    /// None, unless memory was damaged.
    pub fn back_to(&mut self, frame: u64, state: &mut Vec<u8>) -> Result<Option<u64>, DeltaError> {
        while self
            .groups
            .back()
            .is_some_and(|group| group.whole.frame > frame)
        {
            self.bytes -= self.groups.pop_back().map_or(0, |group| group.bytes());
        }
        self.thinned = self.thinned.min(self.groups.len());
        let Some(group) = self.groups.back_mut() else {
            return Ok(None);
        };
        self.bytes -= group.retain(|kept| kept <= frame);
        let Some(last) = group.deltas.last() else {
            state.clear();
            state.extend_from_slice(&group.whole.bytes);
            return Ok(Some(group.whole.frame));
        };
        delta::apply(&group.whole.bytes, &last.bytes, state)?;
        Ok(Some(last.frame))
    }

    /// Adds to the last group, and says how many bytes that took; unless it is full, or the
    /// state is little like its first one.
    fn add_delta(&mut self, frame: u64, state: &[u8]) -> Option<usize> {
        let group = self.groups.back_mut()?;
        if group.deltas.len() + 1 >= MOST {
            return None;
        }
        let mut bytes = Vec::new();
        delta::make(&group.whole.bytes, state, &mut bytes);
        if bytes.len() > state.len() / 2 {
            return None;
        }
        bytes.shrink_to_fit();
        let len = bytes.len();
        group.deltas.push(Kept { frame, bytes });
        Some(len)
    }

    fn add_group(&mut self, frame: u64, state: &[u8]) -> usize {
        let bytes = state.to_vec();
        self.groups.push_back(Group {
            whole: Kept { frame, bytes },
            deltas: Vec::new(),
        });
        state.len()
    }

    /// Takes frames out of the groups that are no longer among the last ones.
    fn thin(&mut self, newest: u64) {
        let dense_from = newest.saturating_sub(self.dense);
        while let Some(group) = self.groups.get_mut(self.thinned)
            && group
                .frames()
                .next_back()
                .is_some_and(|last| last < dense_from)
        {
            self.bytes -= group.retain(|frame| frame.is_multiple_of(SPARSE));
            self.thinned += 1;
        }
    }
}

impl Group {
    fn frames(&self) -> impl DoubleEndedIterator<Item = u64> {
        let all = [&self.whole].into_iter().chain(&self.deltas);
        all.map(|kept| kept.frame)
    }

    fn bytes(&self) -> usize {
        let deltas: usize = self.deltas.iter().map(|kept| kept.bytes.len()).sum();
        self.whole.bytes.len() + deltas
    }

    /// Keeps the deltas of these frames, and says how many bytes less it has.
    fn retain(&mut self, is_kept: impl Fn(u64) -> bool) -> usize {
        let before = self.bytes();
        self.deltas.retain(|kept| is_kept(kept.frame));
        before - self.bytes()
    }
}
