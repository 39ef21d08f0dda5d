//! The bytes of a bulk item in little memory: a hash for each page that came whole, and
//! the bytes of others.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::{DefaultHasher, Hasher};

/// Bytes of a page.
pub(crate) const PAGE: u64 = 4096;

/// The same in memory.
const WHOLE: usize = PAGE as usize;

static ZEROS: [u8; WHOLE] = [0; WHOLE];

/// As many pages of zeros are told apart as memory allows; a few bytes of a stream can stand
/// for 2^64 of them.
const MOST_ZEROS: u64 = 1 << 21;

/// What is in the pages of an item: where frames overlap, what came later.
#[derive(Debug, Default)]
pub(crate) struct Pages {
    by_number: BTreeMap<u64, Page>,
    /// As many were made of frames of zeros.
    of_zeros: u64,
}

/// What is in one page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Page {
    /// Of all its bytes, when it was whole last.
    hash: Option<u64>,
    /// What came on top of that: bytes from an offset on, in order, with gaps between them.
    runs: Vec<(usize, Vec<u8>)>,
}

/// Which pages are kept.
#[derive(Clone, Copy, Debug)]
pub(super) enum Keep<'k> {
    All,
    /// These, with all their bytes.
    Bytes(&'k BTreeSet<u64>),
}

impl Pages {
    /// Adds bytes that belong at an offset of the item.
    pub(super) fn add(&mut self, mut offset: u64, mut bytes: &[u8], keep: Keep<'_>) {
        while !bytes.is_empty() {
            let (page, start) = (offset / PAGE, (offset % PAGE) as usize);
            let count = WHOLE.saturating_sub(start).min(bytes.len());
            let (now, later) = bytes.split_at_checked(count).unwrap_or((bytes, &[]));
            match keep {
                Keep::All => self.by_number.entry(page).or_default().add(start, now),
                Keep::Bytes(pages) if pages.contains(&page) => {
                    self.by_number.entry(page).or_default().put(start, now);
                }
                Keep::Bytes(_) => {}
            }
            offset = offset.saturating_add(count as u64);
            bytes = later;
        }
    }

    /// Adds as many zeros that belong at an offset; not if they are too many.
    pub(super) fn add_zeros(&mut self, offset: u64, len: u64, keep: Keep<'_>) -> bool {
        let (mut at, end) = (offset, offset.saturating_add(len));
        let of_zeros = self.of_zeros.saturating_add(len / PAGE);
        if of_zeros > MOST_ZEROS {
            return false;
        }
        self.of_zeros = of_zeros;
        let mut whole = Page::default();
        whole.set_whole(&ZEROS);
        while at < end {
            let count = (PAGE - at % PAGE).min(end - at);
            match (keep, count) {
                (Keep::All, PAGE) => _ = self.by_number.insert(at / PAGE, whole.clone()),
                _ => self.add(at, ZEROS.get(..count as usize).unwrap_or_default(), keep),
            }
            at = at.saturating_add(count);
        }
        true
    }

    /// The pages of which there are bytes, by their numbers.
    pub(crate) fn by_number(&self) -> &BTreeMap<u64, Page> {
        &self.by_number
    }
}

impl Page {
    fn add(&mut self, start: usize, bytes: &[u8]) {
        if bytes.len() == WHOLE {
            self.set_whole(bytes);
            return;
        }
        self.put(start, bytes);
        if let [(0, run)] = self.runs.as_slice()
            && run.len() == WHOLE
        {
            let run = std::mem::take(&mut self.runs);
            run.iter().for_each(|(_, bytes)| self.set_whole(bytes));
        }
    }

    fn set_whole(&mut self, bytes: &[u8]) {
        let mut hasher = DefaultHasher::new();
        hasher.write(bytes);
        self.hash = Some(hasher.finish());
        self.runs = Vec::new();
    }

    /// Puts bytes over what is there.
    fn put(&mut self, start: usize, bytes: &[u8]) {
        let end = start.saturating_add(bytes.len());
        let end_of = |(start, run): &(usize, Vec<u8>)| start.saturating_add(run.len());
        let from = self.runs.partition_point(|run| end_of(run) < start);
        let to = self.runs.partition_point(|(start, _)| *start <= end);
        // Those that overlap or touch it become one with it.
        let mut joined = self.runs.drain(from..to.max(from));
        let (first, mut run) = match joined.next() {
            Some((first, mut run)) if first <= start => {
                let behind = run.get(end.saturating_sub(first)..).map(<[u8]>::to_vec);
                run.truncate(start.saturating_sub(first));
                run.extend_from_slice(bytes);
                run.extend(behind.unwrap_or_default());
                (first, run)
            }
            Some((first, run)) => {
                let behind = run.get(end.saturating_sub(first)..).unwrap_or_default();
                (start, [bytes, behind].concat())
            }
            None => (start, bytes.to_vec()),
        };
        for (next, bytes) in joined {
            let behind = end
                .max(first.saturating_add(run.len()))
                .saturating_sub(next);
            run.extend_from_slice(bytes.get(behind..).unwrap_or_default());
        }
        self.runs.insert(from, (first, run));
    }

    /// Whether both have the same bytes at the same places; `None` if that is not known, as
    /// bytes came on top of others that are known by their hash alone.
    pub(crate) fn same(&self, other: &Self) -> Option<bool> {
        if self == other {
            return Some(true);
        }
        let is_patched = !self.runs.is_empty() || !other.runs.is_empty();
        match (self.hash, other.hash) {
            (Some(_), Some(_)) if is_patched => None,
            _ => Some(false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pages(parts: &[(u64, &[u8])], keep: Keep<'_>) -> BTreeMap<u64, Page> {
        let mut pages = Pages::default();
        parts
            .iter()
            .for_each(|(offset, bytes)| pages.add(*offset, bytes, keep));
        pages.by_number
    }

    /// Frames begin and end at multiples of it, and what is between two of them is alike.
    const STEP: u64 = PAGE / 4;

    /// What frames leave behind, step by step.
    fn content(parts: &[(u64, &[u8])]) -> BTreeMap<u64, u8> {
        let mut content = BTreeMap::new();
        for (offset, bytes) in parts {
            let steps = bytes.iter().step_by(STEP as usize).copied();
            content.extend((offset / STEP..).zip(steps));
        }
        content
    }

    /// Random frames, many of which overlap, are compared as what they leave behind.
    #[test]
    fn content_is_compared() {
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        let mut random = |below: u64| {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            state % below
        };
        let fill = [[0; 2 * WHOLE], [1; 2 * WHOLE]];
        let (mut equal, mut unknown) = (0, 0);
        for _ in 0..20_000 {
            let mut frames = || -> Vec<(u64, &[u8])> {
                let count = 1 + random(4);
                let frame = |_| {
                    let (at, len) = (random(4) * STEP, (1 + random(6)) * STEP);
                    let bytes = &fill[random(2) as usize];
                    (at, &bytes[..len as usize])
                };
                (0..count).map(frame).collect()
            };
            let (a, b) = (frames(), frames());
            let is_same = content(&a) == content(&b);
            let all: BTreeSet<u64> = (0..3).collect();
            let exact = Keep::Bytes(&all);
            assert_eq!(pages(&a, exact) == pages(&b, exact), is_same, "{a:?} {b:?}");
            let (x, y) = (pages(&a, Keep::All), pages(&b, Keep::All));
            let said = x.keys().chain(y.keys()).map(|page| {
                let [x, y] = [&x, &y].map(|side| side.get(page));
                x.zip(y).map_or(Some(false), |(x, y)| x.same(y))
            });
            let said: Vec<Option<bool>> = said.collect();
            match said.contains(&None) {
                true => unknown += 1,
                false => assert_eq!(said.iter().all(|same| *same == Some(true)), is_same),
            }
            equal += u32::from(is_same);
        }
        assert!(equal > 100 && unknown > 100, "{equal} {unknown}");
    }

    #[test]
    fn zeros_are_bytes() {
        let all: BTreeSet<u64> = (0..4).collect();
        for (at, len) in [
            (0, 3 * PAGE),
            (100, 50),
            (4000, 200),
            (100, 2 * PAGE),
            (0, 0),
        ] {
            for keep in [Keep::All, Keep::Bytes(&all)] {
                let mut zeros = Pages::default();
                assert!(zeros.add_zeros(at, len, keep));
                let bytes = vec![0; len as usize];
                assert_eq!(zeros.by_number, pages(&[(at, &bytes)], keep), "{at} {len}");
            }
        }
        let mut pages = Pages {
            of_zeros: MOST_ZEROS - 4,
            ..Pages::default()
        };
        assert!(!pages.add_zeros(0, u64::MAX, Keep::All));
        let frames = (0..).take_while(|_| pages.add_zeros(0, PAGE, Keep::All));
        assert_eq!(frames.count(), 4);
    }

    #[test]
    fn frames_make_no_difference() {
        let bytes: Vec<u8> = (0..3 * PAGE).map(|i| (i * i % 251) as u8).collect();
        let whole = pages(&[(PAGE, &bytes)], Keep::All);
        assert_eq!(whole.len(), 3);
        for at in [1, 100, 4096, 5000, 8192] {
            let (a, b) = bytes.split_at(at);
            let (a, b) = ((PAGE, a), (PAGE + at as u64, b));
            assert_eq!(pages(&[a, b], Keep::All), whole, "{at}");
            assert_eq!(pages(&[b, a], Keep::All), whole, "{at}");
        }
    }
}
