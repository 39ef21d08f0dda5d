//! Writing a varint out of a register.

use super::{MORE, bytewise};

/// Numbers below this take eight bytes or fewer.
const EIGHT_BYTES: u64 = 1 << 56;

/// Writes a varint and returns the room behind it; `None` if there is too
/// little.
#[inline]
pub(super) fn write_u64(value: u64, room: &mut [u8]) -> Option<&mut [u8]> {
    if value < 0x80 {
        let (byte, rest) = room.split_first_mut()?;
        *byte = value as u8;
        return Some(rest);
    }
    if value < EIGHT_BYTES
        && let Some(word) = room.first_chunk_mut()
    {
        // What this writes behind the varint is overwritten by what follows.
        let (bytes, len) = spread(value);
        *word = bytes.to_le_bytes();
        return room.get_mut(len..);
    }
    write_slow(value, room)
}

/// The bytes of the varint of a number of up to 56 bits, and how many there
/// are.
#[inline(always)]
fn spread(value: u64) -> (u64, usize) {
    // 28 bits in each half, 14 in each quarter, 7 in each byte.
    let x = (value & 0x0fff_ffff) | (value & 0x00ff_ffff_f000_0000) << 4;
    let x = (x & 0x0000_3fff_0000_3fff) | (x & 0x0fff_c000_0fff_c000) << 2;
    let x = (x & 0x007f_007f_007f_007f) | (x & 0x3f80_3f80_3f80_3f80) << 1;
    let unused = (x | 1).leading_zeros() & 56;
    (x | (MORE >> 8) >> unused, 8 - unused as usize / 8)
}

/// Writes what is longer than a word, or stands at the end of the room.
#[inline(never)]
fn write_slow(value: u64, room: &mut [u8]) -> Option<&mut [u8]> {
    let (bytes, len) = spread(value & (EIGHT_BYTES - 1));
    if value < EIGHT_BYTES {
        let (taken, rest) = room.split_at_mut_checked(len)?;
        store(bytes, taken);
        return Some(rest);
    }
    let (low, rest) = room.split_first_chunk_mut()?;
    *low = (bytes | MORE).to_le_bytes();
    let (ninth, rest) = rest.split_first_mut()?;
    *ninth = (value >> 56) as u8;
    if value >> 63 == 0 {
        return Some(rest);
    }
    let (tenth, rest) = rest.split_first_mut()?;
    *tenth = 1;
    Some(rest)
}

/// Stores as many bytes of a register as there is room for: the first and the
/// last ones, which may be the same. A loop over them becomes a call.
fn store(bytes: u64, room: &mut [u8]) {
    let behind = |len: usize| bytes >> (8 * (room.len() - len));
    match room.len() {
        0 => {}
        1 => room.fill(bytes as u8),
        2..4 => {
            let last = behind(2) as u16;
            ends(room, (bytes as u16).to_le_bytes(), last.to_le_bytes());
        }
        _ => {
            let last = behind(4) as u32;
            ends(room, (bytes as u32).to_le_bytes(), last.to_le_bytes());
        }
    }
}

fn ends<const N: usize>(room: &mut [u8], first: [u8; N], last: [u8; N]) {
    if let Some(room) = room.first_chunk_mut() {
        *room = first;
    }
    if let Some(room) = room.last_chunk_mut() {
        *room = last;
    }
}

/// As [`write_u64`].
#[inline]
pub(super) fn write_u128(value: u128, room: &mut [u8]) -> Option<&mut [u8]> {
    if let Ok(value) = u64::try_from(value) {
        return write_u64(value, room);
    }
    let mut bytes = [0; bytewise::MAX_LEN];
    let len = bytewise::write(value, &mut bytes);
    let (taken, rest) = room.split_at_mut_checked(len)?;
    taken.copy_from_slice(bytes.get(..len)?);
    Some(rest)
}
