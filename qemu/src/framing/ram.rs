//! The section `ram`: which blocks there are, then pages of them.

use std::collections::HashMap;

use super::Stream;
use crate::bytes::Bytes;
use crate::error::Result;
use crate::text::{name_of, shown};

/// A block of RAM.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its name, which may look like a path and is none.
    pub name: String,
    /// Bytes of it that are in use.
    pub len: u64,
    /// Bytes of a page of the memory that holds it, if the stream says so.
    pub page_size: Option<u64>,
    /// Where it is in the guest's memory, if the stream says so.
    pub address: Option<u64>,
}

/// What stands in a record of RAM.
#[derive(Clone, Copy, Debug)]
pub enum PageEvent<'a> {
    /// Bytes of a page.
    Bytes(&'a [u8]),
    /// A page of equal bytes.
    Fill(u8),
    /// What changed in a page since it was last sent.
    Delta(&'a [u8]),
    /// A page that zlib has packed.
    Packed(&'a [u8]),
}

/// The state of reading the section `ram`.
#[derive(Clone, Debug)]
pub struct RamReader {
    /// The blocks, in the order in which the stream lists them.
    pub blocks: Vec<Block>,
    by_name: HashMap<String, usize>,
    page_size: u64,
    /// Block of the last page.
    current: Option<usize>,
    with_addresses: bool,
    /// Whether sizes of pages may stand behind blocks.
    advised: bool,
    mapped: bool,
    /// How often the blocks were listed.
    lists: usize,
}

/// Low bits of the number before each item: what it is.
mod flag {
    pub(super) const ZERO: u64 = 0x02;
    pub(super) const SIZE: u64 = 0x04;
    pub(super) const PAGE: u64 = 0x08;
    pub(super) const END: u64 = 0x10;
    pub(super) const SAME_BLOCK: u64 = 0x20;
    pub(super) const DELTA: u64 = 0x40;
    pub(super) const PACKED: u64 = 0x100;
    pub(super) const MULTIFD_FLUSH: u64 = 0x200;
}

/// More blocks than any machine has.
const MOST_BLOCKS: usize = 65_536;

/// Where pages of a mapped file begin: a multiple of this.
const MAPPED_ALIGNMENT: u64 = 1 << 20;

impl RamReader {
    /// For RAM of this stream, as far as what comes before it is known.
    pub fn new(stream: &Stream) -> Self {
        let configuration = stream.configuration.as_ref();
        let capabilities = configuration.map_or(&[][..], |found| &found.capabilities);
        let has = |name: &str| capabilities.iter().any(|capability| capability == name);
        Self {
            blocks: Vec::new(),
            by_name: HashMap::new(),
            page_size: stream.page_size,
            current: None,
            with_addresses: has("x-ignore-shared"),
            advised: stream.advised,
            mapped: has("mapped-ram"),
            lists: 0,
        }
    }

    /// Whether pages stand at fixed places, so that those that are not there are zeros.
    pub(crate) fn is_mapped(&self) -> bool {
        self.mapped
    }

    /// How often the blocks were listed so far: once, unless something is wrong.
    pub(crate) fn lists(&self) -> usize {
        self.lists
    }

    /// Reads a record, and hands each page with its block and offset to `see`.
    pub(crate) fn record<'a>(
        &mut self,
        bytes: &mut Bytes<'a>,
        see: &mut dyn FnMut(usize, u64, PageEvent<'a>) -> Result<()>,
    ) -> Result<()> {
        loop {
            let start = *bytes;
            let head = bytes.u64("the head of a page")?;
            let flags = head & (self.page_size - 1);
            let address = head & !(self.page_size - 1);
            match flags & !flag::SAME_BLOCK {
                flag::END => return Ok(()),
                flag::MULTIFD_FLUSH => {}
                flag::SIZE => self.setup(address, bytes, see)?,
                flag::PAGE | flag::ZERO | flag::DELTA | flag::PACKED => {
                    let block = self.block(flags, bytes)?;
                    self.check_page(block, address, start)?;
                    let event = self.page(flags & !flag::SAME_BLOCK, bytes)?;
                    see(block, address, event)?;
                }
                _ => {
                    let problem = format!("the flags {flags:#x} before a page are unknown");
                    return Err(start.error(problem));
                }
            }
        }
    }

    fn page<'a>(&self, kind: u64, bytes: &mut Bytes<'a>) -> Result<PageEvent<'a>> {
        Ok(match kind {
            flag::PAGE => PageEvent::Bytes(bytes.take(self.page_size, "a page")?),
            flag::ZERO => PageEvent::Fill(bytes.u8("the byte that fills a page")?),
            flag::DELTA => {
                let start = *bytes;
                if bytes.u8("the encoding of a changed page")? != 1 {
                    return Err(start.error("a changed page has an encoding that is not known"));
                }
                let len = bytes.u16("the length of a changed page")?;
                PageEvent::Delta(bytes.take(len.into(), "a changed page")?)
            }
            _ => {
                let len = bytes.u32("the length of a packed page")?;
                PageEvent::Packed(bytes.take(len.into(), "a packed page")?)
            }
        })
    }

    /// The block that a page is of: the same as before, or one that is named.
    fn block(&mut self, flags: u64, bytes: &mut Bytes<'_>) -> Result<usize> {
        let start = *bytes;
        let block = match flags & flag::SAME_BLOCK {
            0 => {
                let name = name_of(bytes.name("the name of a block of RAM")?);
                let found = self.by_name.get(&name).copied();
                found.ok_or_else(|| {
                    start.error(format!("no block of RAM is named {}", shown(&name)))
                })?
            }
            _ => self.current.ok_or_else(|| {
                start.error("a page is of the same block as the one before it, and there is none")
            })?,
        };
        self.current = Some(block);
        Ok(block)
    }

    fn check_page(&self, block: usize, address: u64, at: Bytes<'_>) -> Result<()> {
        let Some(block) = self.blocks.get(block) else {
            return Ok(());
        };
        match address < block.len {
            true => Ok(()),
            false => Err(at.error(format!(
                "the page {address:#x} is behind the end of block {}, which has {:#x} bytes",
                shown(&block.name),
                block.len
            ))),
        }
    }

    /// The list of blocks, up to the total that was stated.
    fn setup<'a>(
        &mut self,
        total: u64,
        bytes: &mut Bytes<'a>,
        see: &mut dyn FnMut(usize, u64, PageEvent<'a>) -> Result<()>,
    ) -> Result<()> {
        let start = *bytes;
        let mut sum = 0_u64;
        self.lists += 1;
        self.blocks.clear();
        self.by_name.clear();
        while sum < total {
            let name = name_of(bytes.name("the name of a block of RAM")?);
            if self.blocks.len() == MOST_BLOCKS {
                return Err(start.error(format!("there are more than {MOST_BLOCKS} blocks")));
            }
            let len = bytes.u64("the length of a block of RAM")?;
            sum = sum.saturating_add(len);
            let mut block = Block {
                name,
                len,
                page_size: None,
                address: None,
            };
            // A block's name is not empty: so this is no length of one.
            let is_page_size = |size: u64| size.is_power_of_two() && size >= 1 << 12;
            if self.advised && bytes.peek() == Some(0) {
                let mut ahead = *bytes;
                let stated = ahead.u64("").unwrap_or(0);
                let addresses_only = self.with_addresses && ahead.peek() != Some(0);
                if is_page_size(stated) && !addresses_only {
                    block.page_size = Some(stated);
                    *bytes = ahead;
                }
            }
            if self.with_addresses {
                block.address = Some(bytes.u64("the address of a block of RAM")?);
            }
            self.by_name.insert(block.name.clone(), self.blocks.len());
            self.blocks.push(block);
            if self.mapped {
                self.mapped_block(len, bytes, see)?;
            }
        }
        match sum == total {
            true => Ok(()),
            false => Err(start.error(format!(
                "the blocks of RAM have {sum:#x} bytes, and {total:#x} are stated"
            ))),
        }
    }

    /// Pages at fixed places: which of them are there, then all of them.
    fn mapped_block<'a>(
        &mut self,
        len: u64,
        bytes: &mut Bytes<'a>,
        see: &mut dyn FnMut(usize, u64, PageEvent<'a>) -> Result<()>,
    ) -> Result<()> {
        let start = *bytes;
        let block = self.blocks.len().saturating_sub(1);
        if bytes.u32("the version of mapped RAM")? != 1 {
            return Err(start.error("its mapped RAM is of a version that is not known"));
        }
        let page_size = bytes.u64("the page size of mapped RAM")?;
        let bitmap_at = bytes.u64("the place of the bitmap of pages")?;
        let pages_at = bytes.u64("the place of the pages")?;
        let header_end = bytes.offset() as u64;
        let valid = page_size == self.page_size
            && bitmap_at == header_end
            && pages_at >= bitmap_at
            && pages_at.is_multiple_of(MAPPED_ALIGNMENT);
        if !valid {
            let problem = format!(
                "the header of mapped RAM does not fit: pages of {page_size} bytes, a bitmap at \
                 {bitmap_at:#x}, pages at {pages_at:#x}"
            );
            return Err(start.error(problem));
        }
        let before_pages = bytes.take(pages_at - bitmap_at, "the bitmap of pages")?;
        let pages = bytes.take(len, "the pages of a block")?;
        let size = usize::try_from(page_size).unwrap_or(usize::MAX);
        for (index, page) in pages.chunks(size).enumerate() {
            let sent = before_pages
                .get(index / 8)
                .is_some_and(|bits| bits >> (index % 8) & 1 == 1);
            if sent {
                see(block, index as u64 * page_size, PageEvent::Bytes(page))?;
            }
        }
        Ok(())
    }
}
