//! Which bulk items are declared: the blocks of RAM of which all has come.

use std::collections::{HashMap, HashSet};

use migratable::stream::BulkItem;

use super::own;
use crate::bytes::Bytes;
use crate::error::Result;
use crate::framing::{Block, Content, RamReader, State, Stream};

/// The blocks of RAM that are whole: each page of them was sent, be it as zeros. Those of a
/// stream that is cut are not, nor is what is shared or went over other channels.
///
/// At most so many are declared.
pub(super) fn whole(bytes: Bytes<'_>, stream: &Stream, most: u64) -> Result<Vec<BulkItem>> {
    if stream.error.is_some() {
        return Ok(Vec::new());
    }
    let (reader, came) = pages(bytes, stream)?;
    // A name can be that of two items, which are one then.
    let mut names: HashMap<String, usize> = HashMap::new();
    let blocks = reader.blocks.iter().map(|block| block.name.clone());
    for name in blocks.chain(others(bytes, stream)?) {
        *names.entry(name).or_default() += 1;
    }
    let is_one = |block: &Block| !block.name.is_empty() && names.get(&block.name) == Some(&1);
    let is_whole = |block: &Block, came: u64| {
        let has_all = came.checked_mul(stream.page_size) == Some(block.len);
        has_all || reader.is_mapped() && block.len.is_multiple_of(stream.page_size)
    };
    let blocks = reader.blocks.iter().zip(came);
    let whole = blocks.filter(|(block, came)| is_one(block) && is_whole(block, *came));
    let items = whole.map(|(block, _)| BulkItem::whole(&*block.name, block.len));
    Ok(items
        .take(usize::try_from(most).unwrap_or(usize::MAX))
        .collect())
}

/// What has listed the blocks, and how many pages of each have come.
fn pages(bytes: Bytes<'_>, stream: &Stream) -> Result<(RamReader, Vec<u64>)> {
    let mut reader = RamReader::new(stream);
    let mut pages = HashSet::new();
    for record in &stream.records {
        let Content::Section { section, body } = &record.content else {
            continue;
        };
        let section = stream.sections.get(*section);
        if section.is_some_and(|section| matches!(section.state, State::Ram)) {
            let mut state = bytes.from(body.start).until(body.end);
            reader.record(&mut state, &mut |block, address, _| {
                pages.insert((block, address));
                Ok(())
            })?;
        }
    }
    let mut came = vec![0; reader.blocks.len()];
    // Of blocks that are listed again, nobody knows which pages they have.
    if reader.lists() == 1 {
        for (block, _) in pages {
            if let Some(count) = came.get_mut(block) {
                *count += 1;
            }
        }
    }
    Ok((reader, came))
}

/// The names of all other bulk items.
fn others(bytes: Bytes<'_>, stream: &Stream) -> Result<Vec<String>> {
    let mut names = Vec::new();
    for section in &stream.sections {
        if matches!(section.state, State::DirtyBitmap) {
            let bitmaps = own::list_bitmaps(bytes, stream, section)?;
            let bitmaps = bitmaps
                .iter()
                .map(|bitmap| own::bitmap_name(&bitmap.0, &bitmap.1));
            names.extend(bitmaps);
        }
    }
    let in_parts = stream.sections.iter().zip(&stream.in_parts);
    let unknown = in_parts
        .filter(|(section, in_parts)| **in_parts && matches!(section.state, State::Unknown));
    names.extend(unknown.map(|(section, _)| section.full_name()));
    Ok(names)
}
