//! Encodings that need not be made, as they lie in memory: lists of numbers, texts, pods.

use alloc::vec::Vec;

use super::Encoder;
use super::varint;
use crate::base::fault::Fault;

/// The encoding of one value.
#[derive(Clone, Copy, Debug)]
pub struct InMemory<'a> {
    /// What stands before the bytes, of a list.
    count: Option<usize>,
    bytes: &'a [u8],
}

impl<'a> InMemory<'a> {
    #[inline]
    pub(super) fn list(count: usize, bytes: &'a [u8]) -> Self {
        Self {
            count: Some(count),
            bytes,
        }
    }

    #[inline]
    pub(super) fn bytes(bytes: &'a [u8]) -> Self {
        Self { count: None, bytes }
    }

    /// A copy in new memory.
    ///
    /// # Errors
    ///
    /// None: a count has room in what is made for it.
    #[inline]
    pub(crate) fn to_vec(self) -> Result<Vec<u8>, Fault> {
        let Some(count) = self.count else {
            return Ok(self.bytes.to_vec());
        };
        let mut encoded = Vec::with_capacity(varint::len_u64(count as u64) + self.bytes.len());
        match count {
            0..0x80 => encoded.push(count as u8),
            _ => push_long(count, &mut encoded)?,
        }
        encoded.extend_from_slice(self.bytes);
        Ok(encoded)
    }
}

fn push_long(count: usize, encoded: &mut Vec<u8>) -> Result<(), Fault> {
    let mut room = [0; 10];
    let mut out = Encoder::new(&mut room);
    out.count(count)?;
    let left = out.remaining();
    let head = room.get(..room.len() - left).unwrap_or_default();
    head.iter().for_each(|byte| encoded.push(*byte));
    Ok(())
}
