//! What a stream holds besides devices, counted.

use std::collections::HashMap;
use std::io::Read;

use migratable::stream::{Bulk, StreamError};

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
}

impl BulkItems {
    /// Reads a frame to its end, where its checksum is, and counts it.
    pub(super) fn add<R: Read>(&mut self, mut bulk: Bulk<'_, R>) -> Result<(), StreamError> {
        let (name, start, bytes) = (bulk.name().to_owned(), bulk.offset(), bulk.remaining());
        let end = start.saturating_add(bytes);
        while bulk.next_piece()?.is_some() {}
        let index = *self.by_name.entry(name.clone()).or_insert(self.items.len());
        match self.items.get_mut(index) {
            Some(item) => {
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
            }),
        }
        Ok(())
    }

    pub(crate) fn items(&self) -> &[BulkItem] {
        &self.items
    }
}
