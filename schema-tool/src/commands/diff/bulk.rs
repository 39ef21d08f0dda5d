//! Bulk items of both streams, page by page.

use std::collections::{BTreeMap, BTreeSet};

use crate::stream::{BulkItem, PAGE, PageNumbers};

/// A bulk item that differs.
#[derive(Debug, serde::Serialize)]
pub(super) struct BulkDifference {
    pub(super) name: String,
    /// Which of the streams have it.
    #[serde(skip)]
    pub(super) sides: [bool; 2],
    /// Pages of 4 KiB that differ, or that only one of the streams has.
    pub(super) pages: u64,
    /// Where in the item they are: from each offset to the one behind.
    pub(super) ranges: Vec<(u64, u64)>,
}

/// What came of a comparison.
#[derive(Default)]
pub(super) struct Compared {
    /// In the order in which they came.
    pub(super) different: Vec<BulkDifference>,
    /// How many items do not differ.
    pub(super) equal: usize,
    /// The pages of which it takes their bytes to know. They count as different.
    pub(super) unknown: PageNumbers,
}

/// Compares items by name. `same` are pages that are known to be.
pub(super) fn compare(a: &[BulkItem], b: &[BulkItem], same: &PageNumbers) -> Compared {
    let by_name: BTreeMap<&str, &BulkItem> =
        b.iter().map(|item| (item.name.as_str(), item)).collect();
    let names: BTreeSet<&str> = a.iter().map(|item| item.name.as_str()).collect();
    let both = a
        .iter()
        .map(|item| (Some(item), by_name.get(item.name.as_str()).copied()));
    let only_b = b.iter().filter(|item| !names.contains(item.name.as_str()));
    let all = both.chain(only_b.map(|item| (None, Some(item))));
    let mut compared = Compared::default();
    for (one, two) in all {
        match difference(one, two, same, &mut compared.unknown) {
            Some(difference) => compared.different.push(difference),
            None => compared.equal += 1,
        }
    }
    compared
}

/// Those of some pages that are the same. All their bytes were kept.
pub(super) fn same(a: &[BulkItem], b: &[BulkItem], pages: &PageNumbers) -> PageNumbers {
    let mut same = PageNumbers::new();
    let by_name: BTreeMap<&str, &BulkItem> =
        b.iter().map(|item| (item.name.as_str(), item)).collect();
    for item in a {
        let name = item.name.as_str();
        let (Some(numbers), Some(other)) = (pages.get(name), by_name.get(name)) else {
            continue;
        };
        let (x, y) = (item.pages.by_number(), other.pages.by_number());
        let equal = numbers.iter().filter(|page| x.get(page) == y.get(page));
        same.insert(name.to_owned(), equal.copied().collect());
    }
    same
}

fn difference(
    a: Option<&BulkItem>,
    b: Option<&BulkItem>,
    same: &PageNumbers,
    unknown: &mut PageNumbers,
) -> Option<BulkDifference> {
    let name = a.or(b)?.name.clone();
    let nothing = BTreeMap::new();
    let x = a.map_or(&nothing, |item| item.pages.by_number());
    let y = b.map_or(&nothing, |item| item.pages.by_number());
    let known = same.get(&name);
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    let mut count = 0;
    let numbers: BTreeSet<u64> = x.keys().chain(y.keys()).copied().collect();
    for page in numbers {
        let is_same = match (x.get(&page), y.get(&page)) {
            (Some(x), Some(y)) => x.same(y),
            _ => Some(false),
        };
        match is_same {
            Some(true) => continue,
            None if known.is_some_and(|known| known.contains(&page)) => continue,
            None => _ = unknown.entry(name.clone()).or_default().insert(page),
            Some(false) => {}
        }
        count += 1;
        let (start, end) = (
            page.saturating_mul(PAGE),
            page.saturating_add(1).saturating_mul(PAGE),
        );
        match ranges.last_mut() {
            Some((_, last)) if *last == start => *last = end,
            _ => ranges.push((start, end)),
        }
    }
    let sides = [a.is_some(), b.is_some()];
    let is_equal = count == 0 && sides == [true; 2];
    (!is_equal).then_some(BulkDifference {
        name,
        sides,
        pages: count,
        ranges,
    })
}
