//! Which bytes of a bulk item have come.

use alloc::collections::BTreeMap;
use core::ops::Range;

/// Ranges that neither overlap nor touch.
#[derive(Default)]
pub(super) struct Ranges {
    /// End by start.
    ends: BTreeMap<u64, u64>,
}

impl Ranges {
    /// Adds a range, which becomes one with those that it overlaps or touches. Each is taken
    /// out at most once, so that many cost no more than as many insertions.
    pub(super) fn add(&mut self, mut range: Range<u64>) {
        if range.is_empty() {
            return;
        }
        if let Some((&start, &end)) = self.ends.range(..=range.start).next_back()
            && end >= range.start
        {
            range.start = start;
        }
        while let Some((&start, &end)) = self.ends.range(range.start..=range.end).next() {
            self.ends.remove(&start);
            range.end = range.end.max(end);
        }
        self.ends.insert(range.start, range.end);
    }

    /// Whether adding a range would make one more.
    pub(super) fn would_grow(&self, range: &Range<u64>) -> bool {
        let before = self.ends.range(..=range.start).next_back();
        let touches_before = before.is_some_and(|(_, end)| *end >= range.start);
        let touches_behind = || {
            let mut behind = self.ends.range(range.start..=range.end.max(range.start));
            behind.next().is_some()
        };
        !range.is_empty() && !touches_before && !touches_behind()
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.ends.len()
    }

    /// The first bytes of `len` that have not come.
    pub(super) fn first_gap(&self, len: u64) -> Option<Range<u64>> {
        let mut ranges = self.ends.iter();
        let covered = match ranges.next() {
            Some((0, end)) => *end,
            Some((start, _)) => return Some(0..len.min(*start)),
            None => 0,
        };
        let next = ranges.next().map_or(len, |(start, _)| len.min(*start));
        (covered < len).then_some(covered..next)
    }

    pub(super) fn clear(&mut self) {
        self.ends.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each subset of a few bytes, by ranges in an order that overlaps, nests and touches.
    #[test]
    fn ranges_are_those_bytes() {
        const LEN: u64 = 24;
        let mut seed = 7_u64;
        let mut random = |below: u64| {
            seed = seed.wrapping_mul(6364136223846793005).wrapping_add(99);
            (seed >> 33) % below
        };
        for _ in 0..2000 {
            let (mut ranges, mut bytes) = (Ranges::default(), [false; LEN as usize]);
            for _ in 0..random(9) {
                let start = random(LEN);
                let end = start + random(LEN - start + 1);
                let (grows, before) = (ranges.would_grow(&(start..end)), ranges.len());
                ranges.add(start..end);
                assert_eq!(grows, ranges.len() > before);
                bytes[start as usize..end as usize].fill(true);
            }
            let runs = bytes.chunk_by(|a, b| a == b).filter(|run| run[0]);
            assert_eq!(ranges.len(), runs.count());
            let start = bytes.iter().position(|come| !come);
            let gap = start.map(|start| {
                let gap = bytes[start..].iter().take_while(|come| !**come);
                start as u64..(start + gap.count()) as u64
            });
            assert_eq!(ranges.first_gap(LEN), gap);
        }
    }

    #[test]
    fn the_last_offset_can_be_reached() {
        let mut ranges = Ranges::default();
        ranges.add(0..1 << 63);
        assert_eq!(ranges.first_gap(u64::MAX), Some(1 << 63..u64::MAX));
        ranges.add(1 << 63..u64::MAX);
        assert_eq!((ranges.len(), ranges.first_gap(u64::MAX)), (1, None));
        assert_eq!(Ranges::default().first_gap(0), None);
    }
}
