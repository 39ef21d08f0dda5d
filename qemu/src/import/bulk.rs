//! RAM, bits of bitmaps, and state in many records that nothing describes: bulk
//! items.

use std::collections::HashMap;
use std::io::Write;

use migratable::stream::{BULK_CHUNK, BulkItem, StreamWriter};

use super::{own, refused};
use crate::bytes::Bytes;
use crate::error::Result;
use crate::framing::{
    BitmapEvent, BitmapReader, Content, PageStore, RamReader, Record, State, Stream,
};

/// Bits of a bitmap are of so many bytes of the disk, at least.
const SECTOR: u64 = 512;

/// Writes what is not described as bulk items, in the order of the stream. `whole` are those
/// that were declared.
pub(super) fn write<W: Write>(
    bytes: &[u8],
    stream: &Stream,
    whole: &[BulkItem],
    writer: &mut StreamWriter<W>,
) -> Result<()> {
    // Pages of zeros are left out, and take no room so.
    for item in whole {
        writer.zeros(&item.name, 0, item.len).map_err(refused)?;
    }
    let bytes = Bytes::new(bytes);
    let mut ram = Ram {
        reader: RamReader::new(stream),
        store: PageStore::new(stream.pages_len),
        page_size: stream.page_size as usize,
        run: Run::default(),
    };
    let mut bitmaps: HashMap<usize, Bitmaps> = HashMap::new();
    let mut unknown: HashMap<usize, u64> = HashMap::new();
    for record in &stream.records {
        let Content::Section { section, body } = &record.content else {
            continue;
        };
        let Some(found) = stream.sections.get(*section) else {
            continue;
        };
        let mut state = bytes.from(body.start).until(body.end);
        match found.state {
            State::Ram => ram.record(&mut state, writer)?,
            State::DirtyBitmap => {
                bitmaps
                    .entry(*section)
                    .or_default()
                    .record(&mut state, writer)?;
            }
            State::Unknown if comes_in_parts(stream, record) => {
                let offset = unknown.entry(*section).or_default();
                let (name, data) = (found.full_name(), state.rest());
                writer.bulk(&name, *offset, data).map_err(refused)?;
                *offset += data.len() as u64;
            }
            _ => {}
        }
    }
    ram.run.flush(&ram.reader, writer)
}

/// Whether a record is one of many of its section, as its tag says.
pub(super) fn comes_in_parts(stream: &Stream, record: &Record) -> bool {
    stream.in_parts.get(match &record.content {
        Content::Section { section, .. } => *section,
        _ => return false,
    }) == Some(&true)
}

struct Ram<'a> {
    reader: RamReader,
    store: PageStore<'a>,
    page_size: usize,
    run: Run,
}

/// Pages one behind the other, which go into one frame.
#[derive(Default)]
struct Run {
    block: usize,
    start: u64,
    bytes: Vec<u8>,
}

impl<'a> Ram<'a> {
    fn record<W: Write>(
        &mut self,
        state: &mut Bytes<'a>,
        writer: &mut StreamWriter<W>,
    ) -> Result<()> {
        // The pages are of blocks that the reader knows only while it reads.
        let mut pages = Vec::new();
        self.reader.record(state, &mut |block, address, event| {
            pages.push((block, address, event));
            Ok(())
        })?;
        let mut room = Vec::new();
        for (block, address, event) in pages {
            let place = (block, address);
            if self.store.apply(place, event, self.page_size, &mut room)? {
                self.run.add(place, &room, &self.reader, writer)?;
            }
        }
        Ok(())
    }
}

impl Run {
    fn add<W: Write>(
        &mut self,
        (block, address): (usize, u64),
        page: &[u8],
        reader: &RamReader,
        writer: &mut StreamWriter<W>,
    ) -> Result<()> {
        let follows = self.block == block && self.start + self.bytes.len() as u64 == address;
        if !follows || self.bytes.len() + page.len() > BULK_CHUNK {
            self.flush(reader, writer)?;
            (self.block, self.start) = (block, address);
        }
        self.bytes.extend_from_slice(page);
        Ok(())
    }

    fn flush<W: Write>(&mut self, reader: &RamReader, writer: &mut StreamWriter<W>) -> Result<()> {
        if let (Some(block), false) = (reader.blocks.get(self.block), self.bytes.is_empty()) {
            writer
                .bulk(&block.name, self.start, &self.bytes)
                .map_err(refused)?;
        }
        self.bytes.clear();
        Ok(())
    }
}

#[derive(Default)]
struct Bitmaps {
    reader: BitmapReader,
    granularity: HashMap<(String, String), u64>,
}

impl Bitmaps {
    fn record<W: Write>(
        &mut self,
        state: &mut Bytes<'_>,
        writer: &mut StreamWriter<W>,
    ) -> Result<()> {
        let known = &mut self.granularity;
        self.reader.record(state, &mut |reader, event| {
            let (node, bitmap) = reader.name();
            let key = (node.to_owned(), bitmap.to_owned());
            match event {
                BitmapEvent::Start { granularity, .. } => {
                    known.insert(key, u64::from(granularity).max(SECTOR));
                }
                BitmapEvent::Bits { sector, bits, .. } => {
                    let granularity = known.get(&key).copied().unwrap_or(SECTOR);
                    let bit = sector.saturating_mul(SECTOR) / granularity;
                    let name = own::bitmap_name(node, bitmap);
                    writer.bulk(&name, bit / 8, bits).map_err(refused)?;
                }
                BitmapEvent::Complete => {}
            }
            Ok(())
        })
    }
}
