//! The disk image.

use crate::error::Error;

/// Bytes in a sector.
pub const SECTOR: usize = 512;
const SECTORS: usize = 256;

/// An image in memory, the same at the start of every run.
pub struct Disk {
    image: Vec<u8>,
}

impl Disk {
    pub(super) fn new() -> Self {
        let mut state = 0x9e37_79b9_7f4a_7c15_u64;
        let mut image = vec![0; SECTORS * SECTOR];
        for chunk in image.chunks_exact_mut(8) {
            chunk.copy_from_slice(&xorshift(&mut state).to_le_bytes());
        }
        Self { image }
    }

    /// Number of sectors.
    pub fn sectors(&self) -> u64 {
        (self.image.len() / SECTOR) as u64
    }

    /// All sectors, one after another.
    pub fn image(&self) -> &[u8] {
        &self.image
    }

    /// Replaces the whole image by one of the same size.
    pub fn set_image(&mut self, image: &[u8]) -> Result<(), Error> {
        if image.len() != self.image.len() {
            let reason = format!(
                "the image has {} bytes, the disk {}",
                image.len(),
                self.image.len()
            );
            return Err(Error::state("disk", reason));
        }
        self.image.copy_from_slice(image);
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

/// Marsaglia's xorshift64.
fn xorshift(state: &mut u64) -> u64 {
    *state ^= *state << 13;
    *state ^= *state >> 7;
    *state ^= *state << 17;
    *state
}
