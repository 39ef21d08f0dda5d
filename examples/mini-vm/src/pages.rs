//! Pages: the pieces in which RAM and disk travel.

/// Bytes in a page.
pub const PAGE_SIZE: usize = 4096;

/// Some of the pages of an item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageSet(Vec<bool>);

impl PageSet {
    /// No page of an item of `size` bytes.
    pub fn none(size: usize) -> Self {
        Self(vec![false; size.div_ceil(PAGE_SIZE)])
    }

    /// Every page of an item of `size` bytes.
    pub fn all(size: usize) -> Self {
        Self(vec![true; size.div_ceil(PAGE_SIZE)])
    }

    /// The pages for which `is_in` holds.
    pub fn select(size: usize, is_in: impl FnMut(usize) -> bool) -> Self {
        Self((0..size.div_ceil(PAGE_SIZE)).map(is_in).collect())
    }

    /// Pages that the item has, in the set or not.
    #[allow(clippy::len_without_is_empty, reason = "an item without pages is none")]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Pages in the set.
    pub fn count(&self) -> usize {
        self.0.iter().filter(|is_in| **is_in).count()
    }

    /// Whether a page is in the set.
    pub fn contains(&self, page: usize) -> bool {
        self.0.get(page).copied().unwrap_or(false)
    }

    /// The pages that are not in the set.
    pub fn complement(&self) -> Self {
        Self(self.0.iter().map(|is_in| !is_in).collect())
    }

    /// The pages of the set as (first, count) of each row, ascending.
    pub fn runs(&self) -> Vec<(usize, usize)> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for page in (0..self.len()).filter(|page| self.contains(*page)) {
            match runs.last_mut() {
                Some((first, count)) if *first + *count == page => *count += 1,
                _ => runs.push((page, 1)),
            }
        }
        runs
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_at_either_end_and_in_between() {
        let size = 9 * PAGE_SIZE + 1;
        let set = PageSet::select(size, |page| [0, 1, 4, 8, 9].contains(&page));
        assert_eq!(set.runs(), [(0, 2), (4, 1), (8, 2)]);
        assert_eq!(set.complement().runs(), [(2, 2), (5, 3)]);
        assert_eq!(PageSet::none(size).runs(), []);
        assert_eq!(PageSet::all(size).runs(), [(0, 10)]);
    }
}
