//! The section `dirty-bitmap`: which blocks of disks have changed.

use crate::bytes::Bytes;
use crate::error::Result;
use crate::text::name_of;

/// What stands in a record of dirty bitmaps.
#[derive(Clone, Copy, Debug)]
pub enum BitmapEvent<'a> {
    /// A bitmap begins: bytes of the disk for each bit, and flags.
    Start {
        /// Bytes of the disk for each bit.
        granularity: u32,
        /// 1: it is in use; 2: it is kept in the disk's image.
        flags: u8,
    },
    /// Bits of a range of the disk, in sectors of 512 bytes; without bytes, all
    /// are zero.
    Bits {
        /// First sector.
        sector: u64,
        /// Number of sectors.
        count: u32,
        /// The bits, little-endian.
        bits: &'a [u8],
    },
    /// The bitmap is complete.
    Complete,
}

/// The state of reading the section `dirty-bitmap`.
#[derive(Clone, Debug, Default)]
pub struct BitmapReader {
    node: String,
    bitmap: String,
}

mod flag {
    pub(super) const END: u32 = 0x01;
    pub(super) const ZEROS: u32 = 0x02;
    pub(super) const BITMAP_NAME: u32 = 0x04;
    pub(super) const NODE_NAME: u32 = 0x08;
    pub(super) const START: u32 = 0x10;
    pub(super) const COMPLETE: u32 = 0x20;
    pub(super) const BITS: u32 = 0x40;
    /// The flags have another byte behind these, or two behind those.
    pub(super) const MORE: u8 = 0x80;
}

impl BitmapReader {
    /// Node of the disk and name of the bitmap that the last event was of.
    pub fn name(&self) -> (&str, &str) {
        (&self.node, &self.bitmap)
    }

    /// Reads a record, and hands each item to `see`.
    pub(crate) fn record<'a>(
        &mut self,
        bytes: &mut Bytes<'a>,
        see: &mut dyn FnMut(&Self, BitmapEvent<'a>) -> Result<()>,
    ) -> Result<()> {
        loop {
            let start = *bytes;
            let flags = flags(bytes)?;
            if flags & flag::NODE_NAME != 0 {
                self.node = name_of(bytes.name("the name of a node")?);
            }
            if flags & flag::BITMAP_NAME != 0 {
                self.bitmap = name_of(bytes.name("the name of a bitmap")?);
            }
            match flags & !(flag::NODE_NAME | flag::BITMAP_NAME | flag::ZEROS) {
                flag::END => return Ok(()),
                flag::START => {
                    let granularity = bytes.u32("the granularity of a bitmap")?;
                    let flags = bytes.u8("the flags of a bitmap")?;
                    see(self, BitmapEvent::Start { granularity, flags })?;
                }
                flag::COMPLETE => see(self, BitmapEvent::Complete)?,
                flag::BITS => {
                    let sector = bytes.u64("the first sector")?;
                    let count = bytes.u32("the number of sectors")?;
                    let bits = match flags & flag::ZEROS {
                        0 => {
                            let len = bytes.u64("the length of the bits")?;
                            bytes.take(len, "the bits")?
                        }
                        _ => &[],
                    };
                    see(
                        self,
                        BitmapEvent::Bits {
                            sector,
                            count,
                            bits,
                        },
                    )?;
                }
                _ => {
                    let problem = format!("the flags {flags:#x} of a bitmap are unknown");
                    return Err(start.error(problem));
                }
            }
        }
    }
}

fn flags(bytes: &mut Bytes<'_>) -> Result<u32> {
    let what = "the flags of a bitmap";
    let first = bytes.u8(what)?;
    if first & flag::MORE == 0 {
        return Ok(first.into());
    }
    let second = bytes.u8(what)?;
    if second & flag::MORE == 0 {
        return Ok(u32::from(first) << 8 | u32::from(second));
    }
    let rest = bytes.u16(what)?;
    Ok(u32::from(first) << 24 | u32::from(second) << 16 | u32::from(rest))
}
