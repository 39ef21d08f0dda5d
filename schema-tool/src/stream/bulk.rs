//! What a stream holds besides devices, counted.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Read;

use migratable::stream::{Bulk, StreamError, Zeros};

use super::pages::{Keep, Pages};
use crate::text;

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

impl KeepPages {
    /// Those of an item.
    fn of(&self, name: &str) -> Option<Keep<'_>> {
        match self {
            Self::None => None,
            Self::All => Some(Keep::All),
            Self::Bytes(pages) => pages.get(name).map(Keep::Bytes),
        }
    }
}

/// The bulk items of a stream, in the order in which they first came.
#[derive(Debug, Default)]
pub(crate) struct BulkItems {
    items: Vec<BulkItem>,
    by_name: HashMap<String, usize>,
}

/// All frames of one bulk item.
#[derive(Debug, Default)]
pub(crate) struct BulkItem {
    pub(crate) name: String,
    pub(crate) frames: u64,
    /// Bytes in all frames; a place that was sent twice counts twice.
    pub(crate) bytes: u64,
    /// Of these, zeros that a few bytes of the stream say.
    pub(crate) zeros: u64,
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
        let keep = keeps_pages.of(&name);
        let pages = &mut self.count(&name, start, bytes).pages;
        while let Some((offset, piece)) = bulk.next_piece()? {
            if let Some(keep) = keep {
                pages.add(offset, piece, keep);
            }
        }
        Ok(())
    }

    /// Counts a frame of zeros. Returns what is wrong if they are too many to be compared.
    pub(super) fn add_zeros<R>(
        &mut self,
        zeros: &Zeros<'_, R>,
        keeps_pages: &KeepPages,
    ) -> Option<String> {
        let (name, start, len) = (zeros.name(), zeros.offset(), zeros.len());
        let keep = keeps_pages.of(name);
        let item = self.count(name, start, len);
        item.zeros = item.zeros.saturating_add(len);
        match keep.is_none_or(|keep| item.pages.add_zeros(start, len, keep)) {
            true => None,
            false => Some(format!(
                "bulk item \"{}\": {len} zeros at offset {start} are more than are compared",
                text::plain(name)
            )),
        }
    }

    /// Counts a frame.
    fn count(&mut self, name: &str, start: u64, bytes: u64) -> &mut BulkItem {
        let index = match self.by_name.get(name) {
            Some(index) => *index,
            None => self.begin(name, start),
        };
        let item = &mut self.items[index];
        item.frames += 1;
        item.bytes = item.bytes.saturating_add(bytes);
        item.start = item.start.min(start);
        item.end = item.end.max(start.saturating_add(bytes));
        item
    }

    /// Begins an item, and returns its place in the list.
    fn begin(&mut self, name: &str, start: u64) -> usize {
        let index = self.items.len();
        self.items.push(BulkItem {
            name: name.to_owned(),
            start,
            ..BulkItem::default()
        });
        self.by_name.insert(name.to_owned(), index);
        index
    }

    pub(crate) fn items(&self) -> &[BulkItem] {
        &self.items
    }
}
