//! What a stream holds besides devices, counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

use migratable::stream::{Bulk, StreamError};

use super::pages::{Keep, Pages};

/// Pages of bulk items, by name and number.
pub(crate) type PageNumbers = BTreeMap<String, BTreeSet<u64>>;

/// Which pages of bulk items are told apart.
#[derive(Debug)]
pub(crate) enum KeepPages {
    None,
    /// All, most of them by a hash.
    All,
    /// These, with all their bytes.
    Bytes(PageNumbers),
}

/// The bulk items of a stream, in the order in which they first came.
#[derive(Debug, Default)]
pub(crate) struct BulkItems {
    items: Vec<BulkItem>,
    by_name: HashMap<String, usize>,
}

/// All frames of one bulk item.
#[derive(Debug)]
pub(crate) struct BulkItem {
    pub(crate) name: String,
    pub(crate) frames: u64,
    /// Bytes in all frames; a place that was sent twice counts twice.
    pub(crate) bytes: u64,
    /// Lowest offset in the item.
    pub(crate) start: u64,
    /// Behind the highest offset in the item.
    pub(crate) end: u64,
    /// What is in it, if that was asked for.
    pub(crate) pages: Pages,
}

impl BulkItems {
    /// Reads a frame to its end, where its checksum is, and counts it.
    pub(super) fn add<R: Read>(
        &mut self,
        mut bulk: Bulk<'_, R>,
        keeps_pages: &KeepPages,
    ) -> Result<(), StreamError> {
        let (name, start, bytes) = (bulk.name().to_owned(), bulk.offset(), bulk.remaining());
        let end = start.saturating_add(bytes);
        let keep = match keeps_pages {
            KeepPages::None => None,
            KeepPages::All => Some(Keep::All),
            KeepPages::Bytes(pages) => pages.get(&name).map(Keep::Bytes),
        };
        let index = *self.by_name.entry(name.clone()).or_insert(self.items.len());
        let known = self.items.get_mut(index);
        let mut pages = known
            .map(|item| std::mem::take(&mut item.pages))
            .unwrap_or_default();
        while let Some((offset, piece)) = bulk.next_piece()? {
            if let Some(keep) = keep {
                pages.add(offset, piece, keep);
            }
        }
        match self.items.get_mut(index) {
            Some(item) => {
                item.pages = pages;
                item.frames += 1;
                item.bytes = item.bytes.saturating_add(bytes);
                item.start = item.start.min(start);
                item.end = item.end.max(end);
            }
            None => self.items.push(BulkItem {
                name,
                frames: 1,
                bytes,
                start,
                end,
                pages,
            }),
        }
        Ok(())
    }

    pub(crate) fn items(&self) -> &[BulkItem] {
        &self.items
    }
}
