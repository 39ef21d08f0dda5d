//! Whether the bulk items of a source suit a destination.

use alloc::borrow::ToOwned;
use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::judgement::Side;
use crate::base::budget::{Budget, BudgetExceeded};
use crate::resolve::rules::{self, Rule};
use crate::resolve::{Finding, Verdict};
use crate::stream::{BulkContent, BulkItem, ExternalFile, StreamDigest};

/// What was found about one bulk item.
#[derive(Debug)]
#[non_exhaustive]
pub struct ItemVerdict {
    /// Its name. It may come from a stream: escape it before a person sees it.
    pub item: String,
    /// Whether the destination can take it: compatible or incompatible.
    pub verdict: Verdict,
    /// Which side lacks the item, if one does.
    pub lacking: Option<Side>,
    /// Why it cannot be taken.
    pub findings: Vec<Finding>,
}

impl ItemVerdict {
    fn new(item: &BulkItem, lacking: Option<Side>, finding: Option<Finding>) -> Self {
        Self {
            item: item.name.clone(),
            verdict: match finding {
                Some(_) => Verdict::Incompatible,
                None => Verdict::Compatible,
            },
            lacking,
            findings: finding.into_iter().collect(),
        }
    }

    /// The reasons, each in a sentence.
    pub fn reasons(&self) -> impl Iterator<Item = String> {
        self.findings.iter().map(Finding::to_string)
    }
}

/// Compares what the source has with what the destination has room for: the source's items
/// in their order, then those that only the destination has.
pub(super) fn judge(
    source: &[BulkItem],
    destination: &[BulkItem],
    budget: &Budget,
) -> Result<Vec<ItemVerdict>, BudgetExceeded> {
    /// Bytes that a verdict takes besides the name, at most.
    const EACH: usize = 2048;
    let all = || source.iter().chain(destination);
    let names: usize = all().map(|item| item.name.len()).sum();
    budget.draw(all().count().saturating_mul(EACH).saturating_add(names))?;
    let (here, there) = (by_name(source), by_name(destination));
    let sent = source.iter().map(|item| match there.get(&*item.name) {
        Some(room) => ItemVerdict::new(item, None, suits(item, room)),
        None => alone(item, Side::Destination),
    });
    let unsent = destination.iter();
    let unsent = unsent.filter(|item| !here.contains_key(&*item.name));
    Ok(sent
        .chain(unsent.map(|item| alone(item, Side::Source)))
        .collect())
}

fn by_name(items: &[BulkItem]) -> BTreeMap<&str, &BulkItem> {
    items.iter().map(|item| (&*item.name, item)).collect()
}

fn alone(item: &BulkItem, lacking: Side) -> ItemVerdict {
    let bytes = bytes(item.len);
    let (writer, reader) = match lacking {
        Side::Destination => (bytes, "none".to_owned()),
        Side::Source => ("none".to_owned(), bytes),
    };
    let finding = finding(&rules::BULK_MISSING, writer, reader);
    ItemVerdict::new(item, Some(lacking), Some(finding))
}

/// What hinders the destination, if anything does.
fn suits(item: &BulkItem, room: &BulkItem) -> Option<Finding> {
    if item.len != room.len {
        let (writer, reader) = (bytes(item.len), bytes(room.len));
        return Some(finding(&rules::BULK_LENGTH, writer, reader));
    }
    match (&item.content, &room.content) {
        (BulkContent::Whole, _) => None,
        (BulkContent::Delta { base }, has) => builds_on(*base, has),
        (BulkContent::External(file), has) => is_mapped(file, has),
    }
}

fn builds_on(base: StreamDigest, has: &BulkContent) -> Option<Finding> {
    let reader = match has {
        BulkContent::Delta { base: loaded } if *loaded == base => return None,
        BulkContent::Delta { base: loaded } => format!("stream {loaded}"),
        _ => "no stream".to_owned(),
    };
    Some(finding(&rules::BULK_BASE, format!("stream {base}"), reader))
}

fn is_mapped(file: &ExternalFile, has: &BulkContent) -> Option<Finding> {
    match has {
        BulkContent::External(mapped) if mapped == file => None,
        has => Some(finding(
            &rules::BULK_EXTERNAL,
            file.to_string(),
            match has {
                BulkContent::External(other) => other.to_string(),
                _ => "no file".to_owned(),
            },
        )),
    }
}

fn finding(rule: &'static Rule, writer: String, reader: String) -> Finding {
    let message = format!("{writer} at the source, {reader} at the destination");
    Finding::of_values(rule, String::new(), writer, reader, message)
}

fn bytes(len: u64) -> String {
    format!("{len} bytes")
}
