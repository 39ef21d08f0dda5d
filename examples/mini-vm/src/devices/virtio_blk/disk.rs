//! The disk image.

use crate::error::Error;
use crate::pages::{PAGE_SIZE, PageSet};

/// Bytes in a sector.
pub const SECTOR: usize = 512;
const SECTORS: usize = 256;

/// An image in memory, the same at the start of every run.
#[derive(Clone)]
pub struct Disk {
    image: Vec<u8>,
}

impl Default for Disk {
    /// A new disk.
    fn default() -> Self {
        Self { image: new_image() }
    }
}

impl Disk {
    /// Number of sectors.
    pub fn sectors(&self) -> u64 {
        (self.image.len() / SECTOR) as u64
    }

    /// All sectors, one after another.
    pub fn image(&self) -> &[u8] {
        &self.image
    }

    /// The pages that are not as on a new disk.
    pub fn written(&self) -> PageSet {
        self.differing(&Self::default())
    }

    /// The pages that are not as on `other`.
    pub fn differing(&self, other: &Self) -> PageSet {
        let (mut own, mut others) = (self.pages(), other.pages());
        PageSet::select(self.image.len(), |_| own.next() != others.next())
    }

    fn pages(&self) -> impl Iterator<Item = &[u8]> {
        self.image.chunks(PAGE_SIZE)
    }

    /// Fills `room` with the bytes from `offset` on.
    pub fn copy_to(&self, offset: usize, room: &mut [u8]) -> Result<(), Error> {
        let end = offset.saturating_add(room.len());
        let bytes = self.image.get(offset..end);
        room.copy_from_slice(bytes.ok_or_else(|| out_of_range(room.len(), offset))?);
        Ok(())
    }

    /// Copies `bytes` to `offset`.
    pub fn load(&mut self, offset: usize, bytes: &[u8]) -> Result<(), Error> {
        let end = offset.saturating_add(bytes.len());
        let room = self.image.get_mut(offset..end);
        room.ok_or_else(|| out_of_range(bytes.len(), offset))?
            .copy_from_slice(bytes);
        Ok(())
    }

    /// `length` bytes from `sector` on, if that is a whole number of sectors and all exist.
    pub(super) fn range(&mut self, sector: u64, length: u64) -> Option<&mut [u8]> {
        if !length.is_multiple_of(SECTOR as u64) {
            return None;
        }
        let start = usize::try_from(sector.checked_mul(SECTOR as u64)?).ok()?;
        let end = start.checked_add(usize::try_from(length).ok()?)?;
        self.image.get_mut(start..end)
    }
}

/// What is on a new disk.
fn new_image() -> Vec<u8> {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut image = vec![0; SECTORS * SECTOR];
    for chunk in image.chunks_exact_mut(8) {
        chunk.copy_from_slice(&xorshift(&mut state).to_le_bytes());
    }
    image
}

fn out_of_range(length: usize, offset: usize) -> Error {
    let item = "disk";
    Error::NoSuchPlace {
        item,
        length,
        offset,
    }
}

/// Marsaglia's xorshift64.
fn xorshift(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
