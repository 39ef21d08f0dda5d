//! Guest RAM.

use std::sync::Arc;

use rrs_lib::MemAccessSize;
use vm_memory::{
    Bytes, GuestAddress, GuestMemoryMmap, GuestRegionMmap, MmapRegion, VolatileMemory,
};

use crate::error::Error;

/// Guest physical address of the first byte of RAM.
pub const RAM_BASE: u32 = 0x8000_0000;
/// Bytes of RAM.
pub const RAM_SIZE: u32 = 2 << 20;

/// RAM as devices see it that reach into it by themselves.
pub type GuestMemory = GuestMemoryMmap<()>;

/// The guest's RAM. The hart's accesses go to the one mapping directly; finding the region anew for
/// each instruction would cost more than the instruction.
pub struct Ram {
    mapping: Arc<MmapRegion<()>>,
    guest: GuestMemory,
}

impl Ram {
    /// RAM full of zeros.
    pub fn new() -> Result<Self, Error> {
        let base = GuestAddress(RAM_BASE.into());
        let region = GuestRegionMmap::from_range(base, RAM_SIZE as usize, None)
            .map_err(|error| Error::GuestMemory(error.to_string()))?;
        let mapping = region.get_mmap();
        let guest = GuestMemory::from_regions(vec![region])
            .map_err(|error| Error::GuestMemory(error.to_string()))?;
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

    /// All of RAM, from the lowest address.
    pub fn contents(&self) -> Vec<u8> {
        let mut bytes = vec![0; RAM_SIZE as usize];
        self.mapping.as_volatile_slice().copy_to(&mut bytes);
        bytes
    }

    /// Copies `bytes` to `offset` from the base of RAM.
    pub fn load(&self, offset: u32, bytes: &[u8]) -> Result<(), Error> {
        self.mapping
            .as_volatile_slice()
            .write_slice(bytes, offset as usize)
            .map_err(|error| {
                Error::state(
                    "ram",
                    format!("{} bytes at {offset:#x}: {error}", bytes.len()),
                )
            })
    }
}
