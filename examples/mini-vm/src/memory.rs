//! Guest RAM.

use std::fs::File;
use std::io::{self, Read};
use std::sync::Arc;

use rrs_lib::MemAccessSize;
use vm_memory::bitmap::AtomicBitmap;
use vm_memory::{
    Bytes, FileOffset, GuestAddress, GuestMemoryMmap, GuestRegionMmap, MmapRegion, VolatileMemory,
};

use crate::error::Error;
use crate::pages::{PAGE_SIZE, PageSet};

/// Guest physical address of the first byte of RAM.
pub const RAM_BASE: u32 = 0x8000_0000;
/// Bytes of RAM.
pub const RAM_SIZE: u32 = 2 << 20;

const BASE: GuestAddress = GuestAddress(RAM_BASE as u64);

/// RAM as devices see it that reach into it by themselves.
pub type GuestMemory = GuestMemoryMmap<AtomicBitmap>;

/// The guest's RAM. The hart's accesses go to the one mapping directly; finding the region anew for
/// each instruction would cost more than the instruction. A clone is another handle to the same RAM.
#[derive(Clone)]
pub struct Ram {
    mapping: Arc<MmapRegion<AtomicBitmap>>,
    guest: GuestMemory,
}

impl Ram {
    /// RAM of so many bytes, full of zeros.
    pub fn new(size: usize) -> Result<Self, Error> {
        let region = GuestRegionMmap::from_range(BASE, size, None);
        Self::of(region.map_err(no_memory)?)
    }

    /// RAM that is what is in a file, from `offset` on, of which nothing is read before the guest
    /// touches it. What the guest writes stays in this process.
    pub fn map(file: File, offset: u64, size: usize) -> Result<Self, Error> {
        let mapping = MmapRegion::build(
            Some(FileOffset::new(file, offset)),
            size,
            libc::PROT_READ | libc::PROT_WRITE,
            libc::MAP_PRIVATE | libc::MAP_NORESERVE,
        );
        let region = GuestRegionMmap::new(mapping.map_err(no_memory)?, BASE);
        Self::of(region.ok_or_else(|| no_memory("it goes beyond the last address"))?)
    }

    fn of(region: GuestRegionMmap<AtomicBitmap>) -> Result<Self, Error> {
        let mapping = region.get_mmap();
        let guest = GuestMemory::from_regions(vec![region]).map_err(no_memory)?;
        Ok(Self { mapping, guest })
    }

    /// A handle for devices with direct memory access.
    pub fn guest(&self) -> &GuestMemory {
        &self.guest
    }

    /// Reads a naturally aligned number, or nothing outside RAM.
    #[inline]
    pub fn read(&self, address: u32, size: MemAccessSize) -> Option<u32> {
        let offset = address.wrapping_sub(RAM_BASE) as usize;
        let ram = &self.mapping;
        Some(match size {
            MemAccessSize::Byte => ram.get_ref::<u8>(offset).ok()?.load().into(),
            MemAccessSize::HalfWord => u16::from_le(ram.get_ref::<u16>(offset).ok()?.load()).into(),
            MemAccessSize::Word => u32::from_le(ram.get_ref::<u32>(offset).ok()?.load()),
        })
    }

    /// Writes the low `size` bytes of `value`, or nothing outside RAM.
    #[inline]
    pub fn write(&self, address: u32, size: MemAccessSize, value: u32) -> Option<()> {
        let offset = address.wrapping_sub(RAM_BASE) as usize;
        let ram = &self.mapping;
        match size {
            MemAccessSize::Byte => ram.get_ref(offset).ok()?.store(value as u8),
            MemAccessSize::HalfWord => ram.get_ref(offset).ok()?.store((value as u16).to_le()),
            MemAccessSize::Word => ram.get_ref(offset).ok()?.store(value.to_le()),
        }
        Some(())
    }

    /// An input that has all of it.
    pub fn reader(&self) -> RamReader<'_> {
        RamReader { ram: self, at: 0 }
    }

    /// Its size in bytes.
    pub fn size(&self) -> usize {
        self.mapping.size()
    }

    /// Fills `room` with the bytes from `offset` from the base of RAM on.
    pub fn copy_to(&self, offset: usize, room: &mut [u8]) -> Result<(), Error> {
        self.mapping
            .as_volatile_slice()
            .read_slice(room, offset)
            .map_err(|_| out_of_range(room.len(), offset))
    }

    /// The pages that hold anything but zeros, as new RAM does.
    pub fn written(&self) -> PageSet {
        let mut room = [0; PAGE_SIZE];
        PageSet::select(self.size(), |page| {
            let is_copied = self.copy_to(page * PAGE_SIZE, &mut room).is_ok();
            is_copied && room.iter().any(|byte| *byte != 0)
        })
    }

    /// The pages that were written to since the last call.
    pub fn take_dirty(&self) -> PageSet {
        let words = self.mapping.bitmap().get_and_reset();
        let host_page = self.size().div_ceil(self.mapping.bitmap().len().max(1));
        PageSet::select(self.size(), |page| {
            let bit = page * PAGE_SIZE / host_page;
            words
                .get(bit / 64)
                .is_some_and(|word| word >> (bit % 64) & 1 != 0)
        })
    }

    /// Has [`take_dirty`](Self::take_dirty) give these pages again.
    pub fn mark_dirty(&self, pages: &PageSet) {
        for (first, count) in pages.runs() {
            let bitmap = self.mapping.bitmap();
            bitmap.set_addr_range(first * PAGE_SIZE, count * PAGE_SIZE);
        }
    }

    /// Makes `len` bytes from `offset` on zeros. Where they are so already, nothing is written, so that
    /// memory that was never used stays so.
    pub fn clear(&self, offset: usize, len: usize) -> Result<(), Error> {
        let mut room = [0; PAGE_SIZE];
        for start in (0..len).step_by(PAGE_SIZE) {
            let count = PAGE_SIZE.min(len - start);
            let (at, page) = (offset + start, &mut room[..count]);
            self.copy_to(at, page)?;
            if page.iter().any(|byte| *byte != 0) {
                page.fill(0);
                self.load(at, page)?;
            }
        }
        Ok(())
    }

    /// Copies `bytes` to `offset` from the base of RAM.
    pub fn load(&self, offset: usize, bytes: &[u8]) -> Result<(), Error> {
        self.mapping
            .as_volatile_slice()
            .write_slice(bytes, offset)
            .map_err(|_| out_of_range(bytes.len(), offset))
    }
}

/// All of RAM, from its base on.
pub struct RamReader<'a> {
    ram: &'a Ram,
    at: usize,
}

impl Read for RamReader<'_> {
    fn read(&mut self, room: &mut [u8]) -> io::Result<usize> {
        let count = room.len().min(self.ram.size() - self.at);
        let room = room.get_mut(..count).unwrap_or_default();
        let copied = self.ram.copy_to(self.at, room);
        copied.map_err(|error| io::Error::other(error.to_string()))?;
        self.at += count;
        Ok(count)
    }
}

fn no_memory(reason: impl ToString) -> Error {
    Error::GuestMemory(reason.to_string())
}

fn out_of_range(length: usize, offset: usize) -> Error {
    let item = "ram";
    Error::NoSuchPlace {
        item,
        length,
        offset,
    }
}
