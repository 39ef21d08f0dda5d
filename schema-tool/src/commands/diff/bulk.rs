//! Bulk items of both streams, page by page.

use std::collections::{BTreeMap, BTreeSet};

use crate::stream::{BulkItem, PAGE};

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

/// Compares items by name. Returns those that differ, in the order in which they
/// came, and the number of those that do not.
pub(super) fn compare(a: &[BulkItem], b: &[BulkItem]) -> (Vec<BulkDifference>, usize) {
    let by_name: BTreeMap<&str, &BulkItem> =
        b.iter().map(|item| (item.name.as_str(), item)).collect();
    let names: BTreeSet<&str> = a.iter().map(|item| item.name.as_str()).collect();
    let both = a
        .iter()
        .map(|item| (Some(item), by_name.get(item.name.as_str()).copied()));
    let only_b = b.iter().filter(|item| !names.contains(item.name.as_str()));
    let all = both.chain(only_b.map(|item| (None, Some(item))));
    let (mut different, mut equal) = (Vec::new(), 0);
    for (one, two) in all {
        match difference(one, two) {
            Some(difference) => different.push(difference),
            None => equal += 1,
        }
    }
    (different, equal)
}

fn difference(a: Option<&BulkItem>, b: Option<&BulkItem>) -> Option<BulkDifference> {
    let name = a.or(b)?.name.clone();
    let nothing = BTreeMap::new();
    let pages = |item: Option<&BulkItem>| item.map(|item| item.pages.hashes());
    let (x, y) = (pages(a), pages(b));
    let (x, y) = (
        x.as_ref().unwrap_or(&nothing),
        y.as_ref().unwrap_or(&nothing),
    );
    let mut ranges: Vec<(u64, u64)> = Vec::new();
    let mut count = 0;
    let numbers: BTreeSet<u64> = x.keys().chain(y.keys()).copied().collect();
    for page in numbers {
        if x.get(&page) == y.get(&page) {
            continue;
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
