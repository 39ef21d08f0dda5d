//! The bytes of a bulk item in little memory: a hash for each page.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Bytes of a page.
pub(crate) const PAGE: u64 = 4096;

/// Hashes of the pages of an item. Two items have the same if their bytes are the
/// same, whatever the frames that they came in, as long as these came in one order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pages {
    done: BTreeMap<u64, u64>,
    open: Option<Open>,
}

/// The page to which bytes were added last.
#[derive(Clone, Debug)]
struct Open {
    page: u64,
    /// Where in the item bytes would follow the last ones.
    end: u64,
    hasher: DefaultHasher,
}

impl Pages {
    /// Adds bytes that belong at an offset of the item.
    pub(super) fn add(&mut self, mut offset: u64, mut bytes: &[u8]) {
        while !bytes.is_empty() {
            let left = PAGE - offset % PAGE;
            let count = usize::try_from(left)
                .unwrap_or(bytes.len())
                .min(bytes.len());
            let (now, later) = bytes.split_at_checked(count).unwrap_or((bytes, &[]));
            self.within(offset, now);
            offset = offset.saturating_add(count as u64);
            bytes = later;
        }
    }

    /// Adds bytes of one page.
    fn within(&mut self, offset: u64, bytes: &[u8]) {
        let page = offset / PAGE;
        let mut open = match self.open.take() {
            Some(open) if open.page == page && open.end == offset => open,
            other => {
                self.open = other;
                self.close();
                let mut hasher = DefaultHasher::new();
                // All of a page replaces what came before; a part of it comes on top.
                let before = self.done.get(&page);
                let is_part = bytes.len() as u64 != PAGE;
                if is_part && (before.is_some() || !offset.is_multiple_of(PAGE)) {
                    (offset % PAGE, before).hash(&mut hasher);
                }
                Open {
                    page,
                    end: offset,
                    hasher,
                }
            }
        };
        // One by one: how they were cut does not matter.
        bytes.iter().for_each(|byte| open.hasher.write_u8(*byte));
        open.end = offset.saturating_add(bytes.len() as u64);
        self.open = Some(open);
    }

    fn close(&mut self) {
        if let Some(open) = self.open.take() {
            self.done.insert(open.page, open.hasher.finish());
        }
    }

    /// The hash of each page of which there are bytes, by its number.
    pub(crate) fn hashes(&self) -> BTreeMap<u64, u64> {
        let mut all = self.clone();
        all.close();
        all.done
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(parts: &[(u64, &[u8])]) -> BTreeMap<u64, u64> {
        let mut pages = Pages::default();
        parts
            .iter()
            .for_each(|(offset, bytes)| pages.add(*offset, bytes));
        pages.hashes()
    }

    #[test]
    fn frames_make_no_difference() {
        let bytes: Vec<u8> = (0..3 * PAGE).map(|i| (i * i % 251) as u8).collect();
        let whole = hashes(&[(PAGE, &bytes)]);
        assert_eq!(whole.len(), 3);
        for at in [1, 100, 4096, 5000, 8192] {
            let (a, b) = bytes.split_at(at);
            assert_eq!(hashes(&[(PAGE, a), (PAGE + at as u64, b)]), whole, "{at}");
        }
        assert_eq!(hashes(&[(PAGE, &[0; 4096]), (PAGE, &bytes)]), whole);
    }

    #[test]
    fn bytes_and_places_do() {
        let whole = hashes(&[(0, &[1; 8192])]);
        assert_ne!(hashes(&[(0, &[1; 8191]), (8191, &[2])]), whole);
        assert_ne!(hashes(&[(0, &[1; 100])]), hashes(&[(1, &[1; 100])]));
        assert_ne!(hashes(&[(0, &[1; 100])]), hashes(&[(0, &[1; 101])]));
        assert_ne!(hashes(&[(0, &[1; 4096])]), hashes(&[(4096, &[1; 4096])]));
    }
}
