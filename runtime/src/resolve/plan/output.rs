//! Where a plan writes to.

use alloc::vec::Vec;
use core::mem;
use core::ops::Range;

use super::filling::Filling;
use super::left_out::LeftOut;
use crate::base::budget::Budget;
use crate::codec::{Fault, Reason, varint};

/// The bytes that a plan made so far.
#[derive(Debug)]
pub(super) struct Output {
    /// Behind the first `len` of them is what an earlier use left there, which
    /// is written over and need not be zeroed again.
    bytes: Vec<u8>,
    len: usize,
    /// The most bytes, without those that were made beside these. Each costs
    /// two of the budget: when memory grows, old and new stand side by side.
    most: usize,
    budget: Budget,
    /// Only the conditions matter. What only the reader's program knows is left
    /// out.
    is_check: bool,
    /// Bytes are counted and not kept.
    discards: bool,
    left_out: LeftOut,
}

impl Output {
    /// What a budget leaves room for. A schema from outside can describe
    /// defaults of any size, for each element of a list.
    pub(super) fn within(budget: &Budget) -> Self {
        Self {
            bytes: Vec::new(),
            len: 0,
            most: budget.left() / 2,
            budget: budget.clone(),
            is_check: false,
            discards: false,
            left_out: LeftOut::NOTHING,
        }
    }

    /// In place of what `bytes` holds.
    pub(super) fn instead_of(bytes: Vec<u8>, budget: &Budget) -> Self {
        Self {
            bytes,
            ..Self::within(budget)
        }
    }

    /// For a test of the conditions: what is made is counted and not kept, and
    /// takes no memory.
    pub(super) fn check_only(budget: &Budget) -> Self {
        Self {
            is_check: true,
            discards: true,
            ..Self::within(budget)
        }
    }

    /// An empty one for a part of the value whose bytes are looked at.
    pub(super) fn part(&self) -> Self {
        Self {
            most: self.most.saturating_sub(self.len),
            is_check: self.is_check,
            ..Self::within(&self.budget)
        }
    }

    /// As [`part`](Self::part), but of bytes that are not looked at.
    pub(super) fn unseen_part(&self) -> Self {
        Self {
            discards: true,
            ..self.part()
        }
    }

    /// Counts what a part took, beside what becomes part of this one.
    pub(super) fn count(&mut self, part: &Output) {
        self.most = self.most.saturating_sub(part.len);
    }

    /// Counts memory that is taken beside the bytes.
    pub(super) fn spend(&mut self, bytes: usize) -> Result<(), Fault> {
        let left = self.most.saturating_sub(self.len);
        match bytes.div_ceil(2) {
            spent if spent <= left => {
                self.most -= spent;
                Ok(())
            }
            _ => Err(self.exceeded(bytes)),
        }
    }

    /// Draws what was made from the budget, which has as much.
    pub(super) fn settle(&self, budget: &Budget) {
        let drawn = budget.draw(self.len.saturating_mul(2));
        debug_assert!(drawn.is_ok(), "more was made than it has");
    }

    pub(super) fn is_check(&self) -> bool {
        self.is_check
    }

    /// Whether what is made is not kept.
    pub(super) fn discards(&self) -> bool {
        self.discards
    }

    /// Leaves out what only the reader's program knows, at a place in its schema.
    pub(super) fn leave_out_unknown(&mut self, place: usize) {
        self.left_out.note(place as u64, self.len);
    }

    /// Notes what was left out of a part that is about to follow.
    pub(super) fn leave_out_unknown_of(&mut self, part: &Output) {
        self.left_out.add(part.left_out, self.len);
    }

    /// Runs what writes a part, and tells what was left out of it.
    pub(super) fn left_out_of<T>(&mut self, write: impl FnOnce(&mut Self) -> T) -> (T, LeftOut) {
        let start = self.len;
        let outer = mem::replace(&mut self.left_out, LeftOut::NOTHING);
        let written = write(self);
        let part = mem::replace(&mut self.left_out, outer);
        self.left_out.add(part, part.at);
        (written, part.of_part(start, self.len))
    }

    pub(super) fn into_bytes(mut self) -> Vec<u8> {
        self.bytes.truncate(self.len);
        self.bytes
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.len).unwrap_or_default()
    }

    pub(super) fn len(&self) -> usize {
        self.len
    }

    #[inline]
    pub(super) fn put(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        let end = self.end_of(bytes.len())?;
        match self.bytes.get_mut(self.len..end) {
            Some(room) => copy_small(bytes, room),
            None => self.grow(bytes),
        }
        self.len = end;
        Ok(())
    }

    #[cold]
    #[inline(never)]
    fn grow(&mut self, bytes: &[u8]) {
        if !self.discards {
            self.bytes.truncate(self.len);
            self.reserve(bytes.len());
            self.bytes.extend_from_slice(bytes);
        }
    }

    /// Room for so many more: twice as many as there are, but no more than there
    /// may be.
    fn reserve(&mut self, more: usize) {
        let len = self.bytes.len();
        let most = self.most.saturating_sub(len).max(more);
        if self.bytes.capacity() - len < more {
            self.bytes.reserve_exact(more.max(len).max(64).min(most));
        }
    }

    #[cold]
    #[inline(never)]
    fn lengthen(&mut self, end: usize) {
        self.reserve(end.saturating_sub(self.bytes.len()));
        self.bytes.resize(end, 0);
    }

    #[inline]
    pub(super) fn put_byte(&mut self, byte: u8) -> Result<(), Fault> {
        if let [room] = self.room(1)? {
            *room = byte;
        }
        Ok(())
    }

    /// The next `len` bytes, to be written by the caller; none where they are
    /// not kept.
    #[inline]
    pub(super) fn room(&mut self, len: usize) -> Result<&mut [u8], Fault> {
        let (start, end) = (self.len, self.end_of(len)?);
        if self.bytes.len() < end && !self.discards {
            self.lengthen(end);
        }
        self.len = end;
        Ok(self.bytes.get_mut(start..end).unwrap_or_default())
    }

    /// Counts bytes that were made elsewhere and are not kept.
    pub(super) fn leave_out(&mut self, len: usize) -> Result<(), Fault> {
        debug_assert!(self.discards, "they would be zeros");
        self.spend(len.saturating_mul(2))?;
        self.room(len).map(|_| ())
    }

    #[inline]
    pub(super) fn put_varint(&mut self, value: u128) -> Result<(), Fault> {
        if value < 0x80 {
            return self.put_byte(value as u8);
        }
        let mut bytes = [0; varint::MAX_LEN];
        let len = varint::write(value, &mut bytes);
        self.put(bytes.get(..len).unwrap_or_default())
    }

    pub(super) fn put_count(&mut self, count: usize) -> Result<(), Fault> {
        self.put_varint(count as u128)
    }

    /// Leaves room for a count that is known later; probably `expected`.
    pub(super) fn begin_count(&mut self, expected: usize) -> Result<Count, Fault> {
        let start = self.len;
        self.put_count(expected)?;
        Ok(Count {
            start,
            end: self.len,
        })
    }

    /// Puts the count where there is room for it. What is behind it moves if
    /// it takes more or fewer bytes than expected.
    pub(super) fn end_count(&mut self, count: Count, value: usize) -> Result<(), Fault> {
        let mut bytes = [0; varint::MAX_LEN];
        let len = varint::write(value as u128, &mut bytes);
        let (behind, moved) = (count.end..self.len, count.start + len);
        if moved > count.end {
            self.room(moved - count.end)?;
        }
        if moved != count.end {
            self.len = moved + behind.len();
            self.move_within(behind, moved);
        }
        if let (Some(room), Some(bytes)) =
            (self.bytes.get_mut(count.start..moved), bytes.get(..len))
        {
            room.copy_from_slice(bytes);
        }
        Ok(())
    }

    /// Takes out the byte at a position.
    pub(super) fn remove_byte(&mut self, at: usize) -> Option<u8> {
        let byte = self.bytes().get(at).copied()?;
        self.move_within(at + 1..self.len, at);
        self.len -= 1;
        Some(byte)
    }

    fn move_within(&mut self, from: Range<usize>, to: usize) {
        if !self.discards {
            self.bytes.copy_within(from, to);
        }
    }

    /// Forgets what was made since there were `len` bytes.
    pub(super) fn back_to(&mut self, len: usize) {
        self.len = self.len.min(len);
    }

    /// Bytes behind their length.
    pub(super) fn put_counted(&mut self, bytes: &[u8]) -> Result<(), Fault> {
        self.put_count(bytes.len())?;
        self.put(bytes)
    }

    pub(super) fn fill(&mut self, filling: &Filling) -> Result<(), Fault> {
        if filling.times == 1 {
            return self.put(&filling.pattern);
        }
        let room = self.room(filling.len())?;
        match filling.pattern.as_slice() {
            [] => {}
            [byte] => room.fill(*byte),
            pattern => room
                .chunks_exact_mut(pattern.len())
                .for_each(|room| room.copy_from_slice(pattern)),
        }
        Ok(())
    }

    /// Where `more` bytes end, if there is room for them.
    #[inline]
    fn end_of(&self, more: usize) -> Result<usize, Fault> {
        match more <= self.most.saturating_sub(self.len) {
            true => Ok(self.len + more),
            false => Err(self.exceeded(self.len.saturating_add(more).saturating_mul(2))),
        }
    }

    /// So many bytes are not left.
    #[cold]
    fn exceeded(&self, bytes: usize) -> Fault {
        let asked = bytes.max(self.budget.left().saturating_add(1));
        match self.budget.draw(asked) {
            Err(exceeded) => Reason::Budget(exceeded).into(),
            Ok(()) => Reason::Count.into(),
        }
    }
}

/// Copies bytes, of which there are mostly few: two pieces of one size, which
/// may overlap, are less than a call.
#[inline]
fn copy_small(from: &[u8], to: &mut [u8]) {
    match from.len() {
        0 => {}
        1 => ends::<1>(from, to),
        2..4 => ends::<2>(from, to),
        4..8 => ends::<4>(from, to),
        8..16 => ends::<8>(from, to),
        16..=32 => ends::<16>(from, to),
        _ => to.copy_from_slice(from),
    }
}

#[inline]
fn ends<const N: usize>(from: &[u8], to: &mut [u8]) {
    if let (Some(from), Some(to)) = (from.first_chunk::<N>(), to.first_chunk_mut::<N>()) {
        *to = *from;
    }
    if let (Some(from), Some(to)) = (from.last_chunk::<N>(), to.last_chunk_mut::<N>()) {
        *to = *from;
    }
}

/// Room that was left for a count.
#[derive(Debug)]
pub(super) struct Count {
    start: usize,
    end: usize,
}

#[cfg(test)]
mod tests {
    use super::*;

    const MOST: usize = 1000;

    fn within(most: usize) -> Output {
        Output::within(&Budget::new(2 * most))
    }

    type Make = fn(&mut Output) -> Result<(), Fault>;

    /// By each way of making bytes, one at a time.
    const WAYS: [Make; 3] = [
        |output| output.put(&[7]),
        |output| output.put_byte(7),
        |output| output.room(1).map(|room| room.fill(7)),
    ];

    #[test]
    fn memory_grows_by_doubling_and_not_beyond_what_there_may_be() {
        for make in WAYS {
            let mut output = within(MOST);
            let mut capacities = Vec::new();
            for len in 1..=MOST {
                make(&mut output).unwrap();
                let capacity = output.bytes.capacity();
                assert!(capacity <= MOST.min((2 * len).max(64)), "{len}: {capacity}");
                if capacities.last() != Some(&capacity) {
                    capacities.push(capacity);
                }
            }
            assert!(capacities.len() <= 5, "{capacities:?}");
            assert!(make(&mut output).is_err());
            assert_eq!(output.into_bytes(), [7; MOST]);
        }
    }

    #[test]
    fn much_at_once_takes_as_much() {
        for (first, second) in [(0, MOST), (10, MOST - 10), (600, MOST - 600), (600, 10)] {
            let mut output = within(MOST);
            output.put(&[1; MOST][..first]).unwrap();
            output.put(&[2; MOST][..second]).unwrap();
            assert!(output.bytes.capacity() <= MOST, "{first}, {second}");
            assert_eq!(output.len(), first + second);
        }
    }

    #[test]
    fn what_an_earlier_use_left_is_used() {
        let mut output = Output::instead_of(Vec::with_capacity(MOST), &Budget::new(2 * MOST));
        let place = output.bytes.as_ptr();
        for make in WAYS {
            output.back_to(0);
            (0..MOST).for_each(|_| make(&mut output).unwrap());
            assert_eq!(output.bytes.as_ptr(), place);
        }
    }

    /// A count takes as many bytes as it needs, and no more of the budget.
    #[test]
    fn a_count_that_was_not_expected_moves_what_is_behind_it() {
        let varint = |count: usize| {
            let mut bytes = [0; varint::MAX_LEN];
            let len = varint::write(count as u128, &mut bytes);
            Vec::from(&bytes[..len])
        };
        for (expected, count) in [(1, 1), (1, 300), (300, 1), (1, 70_000), (70_000, 300)] {
            let mut output = within(MOST);
            output.put(&[9]).unwrap();
            let open = output.begin_count(expected).unwrap();
            let behind = [7; MOST]
                .split_at(1 + varint(expected.max(count)).len())
                .1
                .to_vec();
            output.put(&behind).unwrap();
            output.end_count(open, count).unwrap();
            assert_eq!(
                output.into_bytes(),
                [&[9], &varint(count)[..], &behind].concat()
            );
        }
    }

    #[test]
    fn what_is_not_kept_takes_no_memory() {
        for make in WAYS {
            let mut output = Output::check_only(&Budget::new(2 * MOST));
            (0..MOST).for_each(|_| make(&mut output).unwrap());
            assert_eq!((output.len(), output.bytes.capacity()), (MOST, 0));
            assert!(make(&mut output).is_err());
        }
    }
}
